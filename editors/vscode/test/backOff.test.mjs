import assert from "node:assert/strict";
import { test } from "node:test";
import { BackOff } from "../src/backOff.ts";

/** The waits of a server that is started at once after each, and runs for `ran` milliseconds. */
function waits(backOff, ran, times) {
  let now = 0;
  return Array.from({ length: times }, () => {
    backOff.begin(now);
    now += ran;
    const wait = backOff.crashed(now);
    now += wait ?? 0;
    return wait;
  });
}

test("each wait is twice as long, and after five the server is given up", () => {
  assert.deepEqual(waits(new BackOff(), 100, 7), [500, 1000, 2000, 4000, 8000, undefined, undefined]);
});

test("a server that ran well begins anew", () => {
  const backOff = new BackOff();
  waits(backOff, 100, 4);
  assert.equal(backOff.isFirst, false);
  assert.deepEqual(waits(backOff, 4 * 60_000, 2), [500, 500]);
  assert.equal(backOff.isFirst, true);
});

test("who restarts it has it begin anew", () => {
  const backOff = new BackOff();
  waits(backOff, 100, 6);
  backOff.reset();
  assert.deepEqual(waits(backOff, 100, 1), [500]);
});
