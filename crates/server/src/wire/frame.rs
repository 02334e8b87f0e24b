//! Bytes in, JSON values out: the framing of the base protocol, and the way back into step after a client got it wrong.

use bytes::{Buf, BytesMut};
use serde_json::value::RawValue;
use tokio::io::{AsyncRead, AsyncReadExt};
use tower_lsp::jsonrpc::{Error, ErrorCode};

use super::surrogate;

/// The largest message that is read, in bytes. A larger one is skipped and answered with an error.
pub const MESSAGE_BYTES: u64 = 64 << 20;
/// A length beyond this, in bytes, is no length: waiting for so much would be waiting for ever.
const PLAUSIBLE_BYTES: u64 = 1 << 30;
/// The longest block of headers, in bytes.
const HEADER_BYTES: usize = 8 << 10;
/// How much is asked of the input at once, in bytes.
const READ_BYTES: usize = 64 << 10;
/// The header everything depends on, and what is looked for when out of step.
const NAME: &[u8] = b"content-length:";

/// Why there is no message where one should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The headers have no `Content-Length`, or one that is no plausible number.
    Header,
    /// The message is larger than [`MESSAGE_BYTES`]; it is being skipped.
    TooLarge,
    /// The body is not one JSON value in UTF-8: it is malformed, or its length was wrong.
    Body,
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        let (code, message) = match fault {
            Fault::Header => (ErrorCode::ParseError, "no usable Content-Length header"),
            Fault::TooLarge => (ErrorCode::InvalidRequest, "message larger than 64 MiB"),
            Fault::Body => (ErrorCode::ParseError, "the body is not one JSON value in UTF-8"),
        };
        Self { code, message: message.into(), data: None }
    }
}

/// Cuts a stream of bytes into messages.
///
/// It never gives up: after a [`Fault`] it goes on with the next `Content-Length` header it can find.
/// Memory is taken as bytes arrive, never on the word of a header.
pub struct Framer<R> {
    input: R,
    buffer: BytesMut,
    state: State,
}

/// What the next byte of the buffer is.
#[derive(Clone, Copy)]
enum State {
    /// The first of a block of headers.
    Header,
    /// The first of a body of so many bytes.
    Body(usize),
    /// The first of so many that nobody wants.
    Skip(u64),
    /// Unknown: look for a header.
    Lost,
}

type Frame = Result<Box<RawValue>, Fault>;

impl<R: AsyncRead + Unpin> Framer<R> {
    /// Reads messages from `input`.
    pub fn new(input: R) -> Self {
        Self { input, buffer: BytesMut::new(), state: State::Header }
    }

    /// The next message, or what was wrong with it; `None` at the end of the input (an input that fails has ended).
    ///
    /// Cancel safe: everything read so far is kept between calls.
    pub async fn next(&mut self) -> Option<Frame> {
        loop {
            if let Some(frame) = self.step() {
                return Some(frame);
            }
            if self.buffer.is_empty() && self.buffer.capacity() > 16 * READ_BYTES {
                self.buffer = BytesMut::new();
            }
            self.buffer.reserve(READ_BYTES);
            match self.input.read_buf(&mut self.buffer).await {
                Ok(1..) => {}
                Ok(0) | Err(_) => return None,
            }
        }
    }

    /// Goes as far as the buffered bytes allow; `None` means that more are needed.
    fn step(&mut self) -> Option<Frame> {
        loop {
            match self.state {
                State::Header => match headers(&self.buffer) {
                    Headers::Partial => return None,
                    Headers::Bad => {
                        // One byte on, lest the same header be found again.
                        self.buffer.advance(1);
                        self.state = State::Lost;
                        return Some(Err(Fault::Header));
                    }
                    Headers::Good { length, end } => {
                        self.buffer.advance(end);
                        match usize::try_from(length) {
                            Ok(bytes) if length <= MESSAGE_BYTES => self.state = State::Body(bytes),
                            _ => {
                                self.state = State::Skip(length);
                                return Some(Err(Fault::TooLarge));
                            }
                        }
                    }
                },
                State::Body(length) => {
                    let frame = parse(self.buffer.get(..length)?);
                    self.state = if frame.is_ok() {
                        self.buffer.advance(length);
                        State::Header
                    } else {
                        // The length may be wrong, and the next header inside what it took for the body.
                        State::Lost
                    };
                    return Some(frame);
                }
                State::Skip(left) => {
                    let here = usize::try_from(left)
                        .map_or(self.buffer.len(), |left| left.min(self.buffer.len()));
                    self.buffer.advance(here);
                    match left.saturating_sub(here as u64) {
                        0 => self.state = State::Header,
                        left => {
                            self.state = State::Skip(left);
                            return None;
                        }
                    }
                }
                State::Lost => {
                    let found = self
                        .buffer
                        .windows(NAME.len())
                        .position(|bytes| bytes.eq_ignore_ascii_case(NAME));
                    // Without a header, what may be the beginning of one stays.
                    let gone = found.unwrap_or(self.buffer.len().saturating_sub(NAME.len() - 1));
                    self.buffer.advance(gone);
                    found?;
                    self.state = State::Header;
                }
            }
        }
    }
}

/// What a buffer begins with.
enum Headers {
    Partial,
    Bad,
    Good { length: u64, end: usize },
}

/// Reads a block of headers up to and with the empty line after it. Empty lines before it are let pass.
fn headers(buffer: &[u8]) -> Headers {
    let (mut length, mut any, mut end) = (None, false, 0);
    for line in buffer.split_inclusive(|byte| *byte == b'\n') {
        if end + line.len() > HEADER_BYTES {
            return Headers::Bad;
        }
        if !line.ends_with(b"\n") {
            break;
        }
        end += line.len();
        let line = line.trim_ascii();
        if let Some(value) = strip_name(line) {
            any = true;
            length = std::str::from_utf8(value).ok().and_then(|value| value.trim().parse().ok());
        } else if !line.is_empty() {
            any = true;
            let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
            if name.len() == line.len()
                || !name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
            {
                return Headers::Bad;
            }
        } else if any {
            return match length {
                Some(length) if length <= PLAUSIBLE_BYTES => Headers::Good { length, end },
                _ => Headers::Bad,
            };
        }
    }
    Headers::Partial
}

/// What follows `Content-Length:`, if `line` begins with it.
fn strip_name(line: &[u8]) -> Option<&[u8]> {
    let (name, value) = line.split_at_checked(NAME.len())?;
    name.eq_ignore_ascii_case(NAME).then_some(value)
}

fn parse(body: &[u8]) -> Frame {
    let mut body = body.to_vec();
    surrogate::repair(&mut body);
    let text = String::from_utf8(body).map_err(|_| Fault::Body)?;
    RawValue::from_string(text).map_err(|_| Fault::Body)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every frame of `bytes`, read in pieces of `piece` bytes.
    fn frames_by(piece: usize, bytes: &[u8]) -> Vec<Result<String, Fault>> {
        let mut framer = Framer::new(tokio::io::empty());
        let mut frames = Vec::new();
        for piece in bytes.chunks(piece) {
            framer.buffer.extend_from_slice(piece);
            while let Some(frame) = framer.step() {
                frames.push(frame.map(|json| json.get().to_owned()));
            }
        }
        frames
    }

    /// The same, whatever the pieces.
    fn check(bytes: &[u8], expected: &[Result<&str, Fault>]) {
        for piece in [1, 2, 7, 50, bytes.len().max(1)] {
            let found = frames_by(piece, bytes);
            let found: Vec<_> =
                found.iter().map(|frame| frame.as_deref().map_err(|fault| *fault)).collect();
            assert_eq!(
                found,
                expected,
                "in pieces of {piece}: {:?}",
                String::from_utf8_lossy(bytes)
            );
        }
    }

    fn framed(json: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{json}", json.len())
    }

    const LATER: &str = r#"{"later":true}"#;

    /// `bytes` are one fault, and the message after them is read.
    fn check_fault(bytes: &[u8], fault: Fault) {
        check(&[bytes, framed(LATER).as_bytes()].concat(), &[Err(fault), Ok(LATER)]);
    }

    #[test]
    fn messages_follow_each_other() {
        check(
            (framed("{}") + &framed(r#"{"a":"ä\n"}"#)).as_bytes(),
            &[Ok("{}"), Ok(r#"{"a":"ä\n"}"#)],
        );
    }

    #[test]
    fn headers_in_any_case_with_others_and_with_bare_line_ends() {
        check(b"content-length: 2\r\n\r\n{}", &[Ok("{}")]);
        check(b"CONTENT-LENGTH:2\n\n{}", &[Ok("{}")]);
        check(b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nX-Y: \r\nContent-Length:  2 \r\n\r\n{}", &[Ok("{}")]);
        check(b"\r\n\r\nContent-Length: 2\r\n\r\n{}\n", &[Ok("{}")]);
    }

    #[test]
    fn a_bad_header_is_a_fault_and_the_next_message_is_read() {
        check_fault(b"Content-Type: x\r\n\r\n{}", Fault::Header);
        check_fault(b"Content-Length: two\r\n\r\n{}", Fault::Header);
        check_fault(b"Content-Length: -2\r\n\r\n{}", Fault::Header);
        check_fault(b"Content-Length: 1000000000000\r\n\r\n{}", Fault::Header);
        check_fault(b"Content-Length: 99999999999999999999999999\r\n\r\n{}", Fault::Header);
        check_fault(b"{\"no\":\"header\"}\n", Fault::Header);
        check_fault(b"{\"no\":\"header\"}", Fault::Header);
        check_fault("no newline ".repeat(2_000).as_bytes(), Fault::Header);
    }

    #[test]
    fn a_wrong_length_is_a_fault_and_the_next_message_is_read() {
        check_fault(b"Content-Length: 1\r\n\r\n{\"a\":1}", Fault::Body);
        check_fault(b"Content-Length: 0\r\n\r\n", Fault::Body);
        for more in [1, 3, 15, 18, 22, 30] {
            check_fault(
                format!("Content-Length: {}\r\n\r\n{{}}", 2 + more).as_bytes(),
                Fault::Body,
            );
        }
    }

    #[test]
    fn a_body_that_is_not_json_is_a_fault() {
        check_fault(b"Content-Length: 5\r\n\r\n{bad}", Fault::Body);
        check_fault(b"Content-Length: 4\r\n\r\n{}{}", Fault::Body);
        check_fault(b"Content-Length: 6\r\n\r\n\"\xff\xfe\xfd \"", Fault::Body);
    }

    #[test]
    fn a_message_too_large_is_skipped() {
        let mut framer = Framer::new(tokio::io::empty());
        framer
            .buffer
            .extend_from_slice(format!("Content-Length: {}\r\n\r\n", MESSAGE_BYTES + 5).as_bytes());
        assert_eq!(framer.step().unwrap().unwrap_err(), Fault::TooLarge);
        let megabyte = vec![b' '; 1 << 20];
        for _ in 0..64 {
            framer.buffer.extend_from_slice(&megabyte);
            assert!(framer.step().is_none());
            assert!(framer.buffer.is_empty(), "skipped bytes are not kept");
        }
        framer.buffer.extend_from_slice(b"12345");
        framer.buffer.extend_from_slice(framed(LATER).as_bytes());
        assert_eq!(framer.step().unwrap().unwrap().get(), LATER);
    }

    #[test]
    fn lone_surrogates_are_no_fault() {
        check(framed(r#"{"a":"\ud800"}"#).as_bytes(), &[Ok(r#"{"a":"\ufffd"}"#)]);
    }

    #[tokio::test]
    async fn the_end_of_the_input_is_the_end() {
        let text = framed(LATER) + "Content-Length: 100\r\n\r\n{";
        let mut framer = Framer::new(text.as_bytes());
        assert_eq!(framer.next().await.unwrap().unwrap().get(), LATER);
        assert!(framer.next().await.is_none());
    }
}
