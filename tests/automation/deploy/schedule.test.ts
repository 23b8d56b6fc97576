import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reversed, Schedule, type Task } from "../../../automation/deploy/schedule";

/** Any graph without a circle: a task comes after some of those before it in the list. */
const graphs = fc
  .array(
    fc.record({
      after: fc.array(fc.nat(), { maxLength: 4 }),
      seconds: fc.option(fc.integer({ min: 1, max: 999 })),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((shapes) =>
    shapes.map(({ after, seconds }, index): Task => {
      const earlier = index === 0 ? [] : [...new Set(after.map((n) => `t${n % index}`))];
      return { name: `t${index}`, after: earlier, ...(seconds === null ? {} : { seconds }) };
    }),
  );

interface Trace {
  readonly started: readonly string[];
  readonly atOnce: number;
  readonly schedule: Schedule;
}

/** Runs a schedule to its end, choosing which running task ends next by `choices`. */
function run(
  tasks: readonly Task[],
  parallel: number,
  failing: ReadonlySet<string>,
  choices: readonly number[],
): Trace {
  const schedule = new Schedule(tasks);
  const started: string[] = [];
  const done = new Set<string>();
  let atOnce = 0;
  for (let turn = 0; !schedule.settled; turn++) {
    for (const name of schedule.next(parallel)) {
      const task = tasks.find((t) => t.name === name);
      expect(task?.after.every((other) => done.has(other))).toBe(true);
      schedule.start(name);
      started.push(name);
    }
    atOnce = Math.max(atOnce, schedule.running.length);
    const { running } = schedule;
    expect(running.length).toBeGreaterThan(0);
    const ending = running[(choices[turn % choices.length] ?? 0) % running.length] as string;
    schedule.finish(ending, failing.has(ending) ? "failed" : "done");
    if (!failing.has(ending)) done.add(ending);
  }
  return { started, atOnce, schedule };
}

const ancestors = (tasks: readonly Task[], name: string): Set<string> => {
  const after = tasks.find((task) => task.name === name)?.after ?? [];
  return new Set(after.flatMap((other) => [other, ...ancestors(tasks, other)]));
};

const choices = fc.array(fc.nat(), { minLength: 1, maxLength: 20 });

describe("a schedule", () => {
  it("starts every task once, after all it comes after, never more at once than allowed", () => {
    fc.assert(
      fc.property(graphs, fc.integer({ min: 1, max: 5 }), choices, (tasks, parallel, order) => {
        const { started, atOnce } = run(tasks, parallel, new Set(), order);
        expect([...started].sort()).toEqual(tasks.map((task) => task.name).sort());
        expect(atOnce).toBeLessThanOrEqual(parallel);
      }),
    );
  });

  it("stops what comes after a failed task and nothing else (CO-12)", () => {
    const failures = fc.array(fc.nat(13), { maxLength: 4 }).map((list) => new Set(list.map((n) => `t${n}`)));
    fc.assert(
      fc.property(
        graphs,
        failures,
        fc.integer({ min: 1, max: 5 }),
        choices,
        (tasks, failing, parallel, order) => {
          const { schedule } = run(tasks, parallel, failing, order);
          for (const task of tasks) {
            const hindered = [...ancestors(tasks, task.name)].some((other) => failing.has(other));
            const expected = hindered ? "blocked" : failing.has(task.name) ? "failed" : "done";
            expect([task.name, schedule.state(task.name)]).toEqual([task.name, expected]);
          }
        },
      ),
    );
  });

  it("keeps as many running as the graph and the limit allow", () => {
    fc.assert(
      fc.property(graphs, fc.integer({ min: 1, max: 5 }), (tasks, parallel) => {
        const schedule = new Schedule(tasks);
        const ready = tasks.filter((task) => task.after.length === 0).length;
        expect(schedule.next(parallel)).toHaveLength(Math.min(ready, parallel));
      }),
    );
  });

  it("starts the longest remaining path first, and equals in the order of the list", () => {
    const schedule = new Schedule([
      { name: "short", after: [], seconds: 50 },
      { name: "root", after: [], seconds: 10 },
      { name: "twin", after: [], seconds: 50 },
      { name: "middle", after: ["root"], seconds: 10 },
      { name: "leaf", after: ["middle"], seconds: 40 },
    ]);
    expect(schedule.next(9)).toEqual(["root", "short", "twin"]);
  });

  it("takes a task without a duration for a usual one", () => {
    const schedule = new Schedule([
      { name: "known", after: [], seconds: 100 },
      { name: "first", after: [] },
      { name: "second", after: ["first"] },
    ]);
    expect(schedule.next(1)).toEqual(["first"]);
  });

  it("takes what is not in the list for done", () => {
    expect(new Schedule([{ name: "eks", after: ["secrets"] }]).next(1)).toEqual(["eks"]);
  });

  it("refuses a circle with its path and a name given twice", () => {
    const circle = [
      { name: "a", after: ["c"] },
      { name: "b", after: ["a"] },
      { name: "c", after: ["b"] },
    ];
    expect(() => new Schedule(circle)).toThrow("tasks in a circle: a -> b -> c -> a");
    expect(() => new Schedule([...circle.slice(1, 2), ...circle.slice(1, 2)])).toThrow(
      "two tasks have one name",
    );
  });

  it("refuses to start what already ran", () => {
    const schedule = new Schedule([{ name: "a", after: [] }]);
    schedule.start("a");
    schedule.finish("a", "done");
    expect(() => schedule.start("a")).toThrow("task a is done and can not become running");
  });
});

describe("the reverse", () => {
  it("takes each task down after everything that came after it", () => {
    fc.assert(
      fc.property(graphs, fc.integer({ min: 1, max: 5 }), choices, (tasks, parallel, order) => {
        const { started } = run(reversed(tasks), parallel, new Set(), order);
        for (const task of tasks) {
          for (const other of task.after) {
            expect(started.indexOf(task.name)).toBeLessThan(started.indexOf(other));
          }
        }
      }),
    );
  });

  it("lets a rank wait until the lower ones have settled, even badly, and no longer", () => {
    const schedule = new Schedule(
      reversed([
        { name: "network", after: [], rank: 0 },
        { name: "apps", after: [], rank: 1 },
        { name: "standby", after: ["network"], rank: 2 },
      ]),
    );
    expect(schedule.next(9)).toEqual(["standby"]);
    schedule.start("standby");
    expect(schedule.next(9)).toEqual([]);
    schedule.finish("standby", "failed");
    expect(schedule.next(9)).toEqual(["apps"]);
    expect(schedule.state("network")).toBe("blocked");
  });
});
