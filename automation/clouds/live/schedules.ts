import * as v from "../values";
import type { Entity } from "../world/world";
import type { Caller } from "./call";
import type { LiveClock } from "./clock";
import { isTransient } from "./errors";
import { regionOf, type Estate } from "./estate";
import type { Send } from "./send";

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Where a schedule has no retry policy (CreateSchedule in the Amazon EventBridge Scheduler API reference). */
const defaults = { attempts: 185, ageSeconds: 86_400 };

/**
 * The wait before the nth retry: it grows exponentially (RetryPolicy in the Amazon EventBridge Scheduler API reference,
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html, read 2026-11-26), which does not say from
 * where to where; taken are the second and the five minutes of Lambda's queue, as in `rules.ts`.
 */
const pauseMs = (retries: number): number => Math.min(1000 * 2 ** retries, 300_000);

/** EventBridge Scheduler: starts what is to run again and again. Schedules by cron and for one time do not fire. */
export class Schedules {
  /** Calls off what is planned, by the schedule's id. */
  private readonly planned = new Map<string, () => void>();

  constructor(
    private readonly estate: Estate,
    private readonly clock: LiveClock,
    private readonly send: Send,
  ) {}

  /** Takes up what is deployed: when the cloud goes live, and after another deployment. */
  look(): void {
    for (const cancel of this.planned.values()) cancel();
    this.planned.clear();
    for (const schedule of this.estate.all("schedule")) {
      const every = intervalMs(v.text(schedule.inputs, "scheduleExpression") ?? "");
      if (every === undefined || v.text(schedule.inputs, "state") === "DISABLED") continue;
      const cancel = this.clock.every(every, () => {
        this.attempt(schedule, this.clock.milliseconds, 0);
      });
      this.planned.set(schedule.id, cancel);
    }
  }

  private attempt(schedule: Entity, since: number, retries: number): void {
    const to = v.text(schedule.inputs, "target.arn") ?? "";
    const body = v.text(schedule.inputs, "target.input") ?? "{}";
    const caller: Caller = {
      kind: "role",
      arn: v.text(schedule.inputs, "target.roleArn") ?? "",
      by: schedule.id.slice(schedule.id.lastIndexOf("/") + 1),
    };
    const region = regionOf(schedule);
    this.clock.start(async () => {
      try {
        await this.send.deliver({ to, body, caller, region });
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        const policy = "target.retryPolicy";
        const most = v.numeric(schedule.inputs, `${policy}.maximumRetryAttempts`) ?? defaults.attempts;
        const age = v.numeric(schedule.inputs, `${policy}.maximumEventAgeInSeconds`) ?? defaults.ageSeconds;
        const late = this.clock.milliseconds + pauseMs(retries) - since > age * 1000;
        if (isTransient(error) && retries < most && !late) {
          this.clock.after(pauseMs(retries), () => {
            this.attempt(schedule, since, retries + 1);
          });
          return;
        }
        const dead = v.text(schedule.inputs, "target.deadLetterConfig.arn");
        const what = `${schedule.id} -> ${to}: ${error.message}`;
        if (dead === undefined) this.send.lost.push({ what, body });
        else this.send.handOver({ to: dead, body, caller, region }, what);
      }
    });
  }
}

function intervalMs(expression: string): number | undefined {
  const [, count = "", unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const milliseconds = UNIT_MS[unit];
  return milliseconds === undefined ? undefined : Number(count) * milliseconds;
}
