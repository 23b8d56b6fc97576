import { describe, expect, test } from "vitest";
import { LiveClock } from "../../../../automation/clouds/live/clock";

describe("the time of a live cloud", () => {
  test("what is due is done in the order of its times, and of its planning at one time; what is called off is not", async () => {
    const moves: number[] = [];
    const clock = new LiveClock(1000, (time) => {
      moves.push(time);
      return Promise.resolve();
    });
    const done: string[] = [];
    clock.after(20, () => done.push("late"));
    clock.after(10, () => done.push("first"));
    clock.after(10, () => {
      done.push("second");
      clock.after(5, () => done.push("between"));
    });
    const cancel = clock.after(12, () => done.push("never"));
    cancel();
    await clock.settle();
    expect(done).toEqual(["first", "second", "between", "late"]);
    expect(moves).toEqual([1010, 1015, 1020]);
    expect(clock.now().getTime()).toBe(1020);
  });

  test("what recurs is done for as long as time passes for something else, and holds nothing up", async () => {
    const clock = new LiveClock(0);
    const done: string[] = [];
    const cancel = clock.every(10, () => done.push(`tick ${String(clock.milliseconds)}`));
    await clock.settle();
    expect(done).toEqual([]);
    const late = clock.after(25, () => done.push("work"));
    await clock.settle();
    expect(done).toEqual(["tick 10", "tick 20", "work"]);
    late();
    await clock.advance(10);
    expect(done.slice(3)).toEqual(["tick 30"]);
    clock.after(100, () => done.push("never"))();
    await clock.settle();
    cancel();
    await clock.advance(50);
    expect(done.slice(4)).toEqual([]);
  });

  test("time stands still while something is at work", async () => {
    const clock = new LiveClock(0);
    const seen: number[] = [];
    let finish = (): void => undefined;
    clock.start(async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      seen.push(clock.milliseconds);
    });
    clock.after(100, () => seen.push(clock.milliseconds));
    const settled = clock.settle();
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual([]);
    finish();
    await settled;
    expect(seen).toEqual([0, 100]);
  });

  test("some time passes, and only what falls into it happens", async () => {
    const clock = new LiveClock(0);
    const seen: number[] = [];
    for (const at of [10, 20, 30]) clock.after(at, () => seen.push(at));
    await clock.advance(25);
    expect([seen, clock.milliseconds]).toEqual([[10, 20], 25]);
    await clock.settle();
    expect([seen, clock.milliseconds]).toEqual([[10, 20, 30], 30]);
  });

  test("a sleeper wakes at its time, or when nobody waits for it any more", async () => {
    const clock = new LiveClock(0);
    const given = new AbortController();
    const woken: string[] = [];
    void clock.sleep(50).then(() => woken.push(`slept until ${String(clock.milliseconds)}`));
    void clock.sleep(1000, given.signal).then(() => woken.push(`woken at ${String(clock.milliseconds)}`));
    clock.after(60, () => {
      given.abort();
    });
    await clock.settle();
    expect(woken).toEqual(["slept until 50", "woken at 60"]);
  });

  test("what fails in the background ends the settling that it falls into, once", async () => {
    const clock = new LiveClock(0);
    clock.start(() => Promise.reject(new Error("broken")));
    await expect(clock.settle()).rejects.toThrow("broken");
    await expect(clock.settle()).resolves.toBeUndefined();
  });
});
