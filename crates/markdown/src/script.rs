//! Just enough of JavaScript to know where its brackets close: for MDX.

/// What is open between two lines of JavaScript.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Script {
    /// How many brackets.
    depth: u16,
    within: In,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum In {
    #[default]
    Code,
    /// A string that this mark ends.
    Text(u8),
    /// A comment that `*/` ends.
    Comment,
}

impl Script {
    /// Whether nothing is open.
    pub fn is_outside(self) -> bool {
        self == Self::default()
    }

    /// What is open after a line.
    pub fn after(mut self, line: &str) -> Self {
        self.walk(line, |_, _| false);
        self
    }

    /// How many bytes of a line it takes to close all brackets; or else what is open after it.
    pub fn closed(mut self, line: &str) -> Result<usize, Self> {
        let is_end = |depth: u16, byte: u8| depth == 0 && matches!(byte, b'}' | b')' | b']');
        self.walk(line, is_end).ok_or(self)
    }

    /// How many bytes of a line it takes to close a tag; or else what is open after it.
    pub fn tag_closed(mut self, line: &str) -> Result<usize, Self> {
        self.walk(line, |depth, byte| depth == 0 && byte == b'>').ok_or(self)
    }

    /// Reads a line up to behind the first byte of code that `is_end`, which is asked with the number of brackets
    /// that are open then.
    fn walk(&mut self, line: &str, is_end: impl Fn(u16, u8) -> bool) -> Option<usize> {
        let bytes = line.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at).copied() {
            let next = bytes.get(at + 1).copied();
            at += 1;
            match self.within {
                In::Comment if byte == b'*' && next == Some(b'/') => {
                    self.within = In::Code;
                    at += 1;
                }
                In::Comment => {}
                In::Text(_) if byte == b'\\' => at += 1,
                In::Text(mark) if byte == mark => self.within = In::Code,
                // Only a template goes on in the next line.
                In::Text(b'"' | b'\'') if matches!(byte, b'\n' | b'\r') => self.within = In::Code,
                In::Text(_) => {}
                In::Code => {
                    match (byte, next) {
                        (b'/', Some(b'*')) => {
                            self.within = In::Comment;
                            at += 1;
                        }
                        (b'/', Some(b'/')) => {
                            let rest = bytes.get(at..).unwrap_or_default();
                            let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
                            at += end.unwrap_or(rest.len());
                        }
                        (b'"' | b'\'' | b'`', _) => self.within = In::Text(byte),
                        (b'{' | b'(' | b'[', _) => self.depth = self.depth.saturating_add(1),
                        (b'}' | b')' | b']', _) => self.depth = self.depth.saturating_sub(1),
                        _ => {}
                    }
                    if is_end(self.depth, byte) {
                        return Some(at);
                    }
                }
            }
        }
        if matches!(self.within, In::Text(b'"' | b'\'')) {
            self.within = In::Code;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Script;

    #[test]
    fn brackets_in_texts_and_comments_are_none() {
        let closed = |line: &str| Script::default().closed(line);
        assert_eq!(closed("{a} b"), Ok(3));
        assert_eq!(closed("{/* } */} b"), Ok(9));
        assert_eq!(closed("{'}' + `}` + \"\\\"}\"}"), Ok(19));
        assert_eq!(closed("{a: {b: [1]}}"), Ok(13));
        let open = closed("{a: `\n").unwrap_err();
        assert_eq!(open.closed("}` }"), Ok(4));
        // An apostrophe is no string that goes on.
        let open = closed("{it && <p>Don't</p>\n").unwrap_err();
        assert_eq!(open.closed("}"), Ok(1));
        let open = closed("{// }\n").unwrap_err();
        assert_eq!(open.closed("}"), Ok(1));
        assert_eq!(Script::default().tag_closed("<A b={() => 1} c=\">\">x"), Ok(21));
        assert!(Script::default().after("export const a = [").after("]").is_outside());
    }
}
