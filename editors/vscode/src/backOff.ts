// How long to wait before a server that crashed is started again, and when to give it up.

/** A server that ran as long as this was well; what came before is forgotten. */
const WELL = 3 * 60_000;
const FIRST = 500;
const MOST = 5;

/** The crashes of a server. */
export class BackOff {
  private crashes = 0;
  private started = 0;

  /** Notes that the server was started at `now`, in milliseconds. */
  begin(now: number): void {
    this.started = now;
  }

  /** Notes a crash at `now`: how many milliseconds to wait, each time twice as long, or nothing to give up. */
  crashed(now: number): number | undefined {
    this.crashes = now - this.started > WELL ? 1 : this.crashes + 1;
    return this.crashes > MOST ? undefined : FIRST * 2 ** (this.crashes - 1);
  }

  /** Whether the last crash was the first of a row: only of that people are told. */
  get isFirst(): boolean {
    return this.crashes === 1;
  }

  /** Forgets what was. */
  reset(): void {
    this.crashes = 0;
  }
}
