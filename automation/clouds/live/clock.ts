import type { Clock } from "../clock";

interface Due {
  readonly at: number;
  /** Whether it comes again and again: nothing is left to do for its sake. */
  readonly recurring: boolean;
  readonly order: number;
  readonly work: () => void;
  state: "waiting" | "done" | "cancelled";
}

/**
 * The time of a live cloud. It stands still while anything is at work, and jumps to the next thing that is due when nothing
 * is: a retry after an hour comes as soon as all that was to be done before it is done.
 *
 * What takes real time (a function that runs, a call to a local server) is at work for as long as {@link busy} holds it.
 */
export class LiveClock implements Clock {
  private readonly due: Due[] = [];
  private readonly faults: unknown[] = [];
  /** What is due once and not called off. */
  private once = 0;
  private working = 0;
  private order = 0;
  private woken: () => void = () => undefined;

  /**
   * @param time milliseconds since 1970 at which it starts.
   * @param moved is told of every new time before what is due then is done.
   */
  constructor(
    private time: number,
    private readonly moved: (time: number) => Promise<void> = () => Promise.resolve(),
  ) {}

  now(): Date {
    return new Date(this.time);
  }

  get milliseconds(): number {
    return this.time;
  }

  /** Holds the time while a promise is under way. */
  async busy<T>(work: () => Promise<T>): Promise<T> {
    this.working++;
    try {
      return await work();
    } finally {
      this.working--;
      if (this.working === 0) this.woken();
    }
  }

  /** Does something in the background and holds the time meanwhile; what it throws ends the next {@link settle}. */
  start(work: () => Promise<void>): void {
    this.busy(work).catch((error: unknown) => this.faults.push(error));
  }

  /** Does something after some simulated milliseconds; the answer calls it off. */
  after(milliseconds: number, work: () => void): () => void {
    return this.plan(milliseconds, work, false);
  }

  /**
   * Does something again and again after some simulated milliseconds, for as long as time passes for other reasons; the answer
   * calls it off.
   */
  every(milliseconds: number, work: () => void): () => void {
    let cancel: () => void;
    const again = (): void => {
      cancel = this.plan(
        milliseconds,
        () => {
          again();
          work();
        },
        true,
      );
    };
    again();
    return () => {
      cancel();
    };
  }

  private plan(milliseconds: number, work: () => void, recurring: boolean): () => void {
    const due: Due = { at: this.time + milliseconds, recurring, order: this.order++, work, state: "waiting" };
    if (!recurring) this.once++;
    const place = this.due.findIndex((d) => d.at > due.at);
    this.due.splice(place < 0 ? this.due.length : place, 0, due);
    return () => {
      if (due.state !== "waiting") return;
      due.state = "cancelled";
      if (!recurring) this.once--;
    };
  }

  /** Waits for simulated time to pass; an aborted signal ends the wait early. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const cancel = this.after(milliseconds, resolve);
      signal?.addEventListener("abort", () => {
        cancel();
        resolve();
      });
    });
  }

  /**
   * Lets everything happen: returns when nothing is at work and nothing is due any more, or nothing before `until`.
   *
   * @param until milliseconds since 1970 up to which time may pass. @default as far as things are due that do not recur
   * @throws what work in the background threw.
   */
  async settle(until = Infinity): Promise<void> {
    for (;;) {
      await this.quiet();
      if (this.faults.length > 0) throw this.faults.splice(0)[0];
      while (this.due[0]?.state === "cancelled") this.due.shift();
      const next = this.due[0];
      if (next === undefined || next.at > until || (until === Infinity && this.once === 0)) break;
      if (next.at > this.time) await this.move(next.at);
      // What is due at one time begins together.
      while (this.due[0] !== undefined && this.due[0].at <= this.time) {
        const due = this.due.shift();
        if (due?.state !== "waiting") continue;
        due.state = "done";
        if (!due.recurring) this.once--;
        due.work();
      }
    }
    if (until !== Infinity && until > this.time) await this.move(until);
  }

  /** Lets some simulated time pass and everything happen that falls into it. */
  async advance(milliseconds: number): Promise<void> {
    await this.settle(this.time + milliseconds);
  }

  private async move(to: number): Promise<void> {
    this.time = to;
    await this.moved(to);
  }

  /** Until nothing is at work, and what a finished work set off has had its turn. */
  private async quiet(): Promise<void> {
    do {
      if (this.working > 0)
        await new Promise<void>((resolve) => {
          this.woken = resolve;
        });
      await turn();
      await turn();
    } while (this.working > 0);
  }
}

const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
