/** What starts next: a pure account of a graph of tasks, how many may run at once, and what has become of each. */

/** One task of a graph. */
export interface Task {
  readonly name: string;
  /** Names of the tasks that must be done before it starts. */
  readonly after: readonly string[];
  /** It starts only when every task of a lower rank has settled, however that ended. @default 0 */
  readonly rank?: number;
  /** How long it takes, in seconds, where that is known; the longest remaining path starts first. */
  readonly seconds?: number;
}

/**
 * - `waiting`: not started yet
 * - `running`: started
 * - `done`: finished well
 * - `failed`: finished badly
 * - `blocked`: never starts, because a task that it comes after failed
 */
export type TaskState = "waiting" | "running" | "done" | "failed" | "blocked";

/** Settles every task of a graph, each at most once. It holds no clock, starts nothing and waits for nothing. */
export class Schedule {
  readonly #tasks: ReadonlyMap<string, Task>;
  readonly #states: Map<string, TaskState>;
  /** Seconds from a task's start to the end of the longest path of tasks that come after it. */
  readonly #remaining: ReadonlyMap<string, number>;
  readonly #dependants: ReadonlyMap<string, readonly string[]>;

  /**
   * @param tasks in the order in which equals start. What a task comes after and is not in the list counts as done.
   * @throws when a name is given twice or tasks come after each other in a circle.
   */
  constructor(tasks: readonly Task[]) {
    this.#tasks = new Map(tasks.map((task) => [task.name, task]));
    if (this.#tasks.size !== tasks.length) throw new Error("two tasks have one name");
    this.#states = new Map(tasks.map((task) => [task.name, "waiting"]));
    this.#dependants = dependantsOf(tasks);
    this.#remaining = remainingPaths(tasks, this.#dependants);
  }

  state(name: string): TaskState {
    const state = this.#states.get(name);
    if (state === undefined) throw new Error(`there is no task ${name}`);
    return state;
  }

  /** True when nothing runs and nothing is left that could start. */
  get settled(): boolean {
    return [...this.#states.values()].every((state) => state !== "waiting" && state !== "running");
  }

  get running(): readonly string[] {
    return this.#in("running");
  }

  get waiting(): readonly string[] {
    return this.#in("waiting");
  }

  /** What may start now, the longest remaining path first, so that at most `parallel` tasks run. */
  next(parallel: number): readonly string[] {
    const free = Math.max(0, parallel - this.running.length);
    const open = [...this.#tasks.values()].filter((task) =>
      ["waiting", "running"].includes(this.state(task.name)),
    );
    const lowest = Math.min(...open.map((task) => task.rank ?? 0));
    return this.waiting
      .map((name) => this.#task(name))
      .filter((task) => (task.rank ?? 0) === lowest && this.waitsFor(task.name).length === 0)
      .sort((a, b) => (this.#remaining.get(b.name) ?? 0) - (this.#remaining.get(a.name) ?? 0))
      .slice(0, free)
      .map((task) => task.name);
  }

  /** What a task comes after and is not done yet. */
  waitsFor(name: string): readonly string[] {
    return this.#task(name).after.filter((other) => this.#tasks.has(other) && this.state(other) !== "done");
  }

  start(name: string): void {
    this.#move(name, ["waiting"], "running");
  }

  /** A waiting task can be finished too: it needs no run. A failure blocks everything that comes after it. */
  finish(name: string, result: "done" | "failed"): void {
    this.#move(name, ["waiting", "running"], result);
    if (result === "failed") this.#block(name);
  }

  #block(name: string): void {
    for (const dependant of this.#dependants.get(name) ?? []) {
      if (this.state(dependant) !== "waiting") continue;
      this.#states.set(dependant, "blocked");
      this.#block(dependant);
    }
  }

  #move(name: string, from: readonly TaskState[], to: TaskState): void {
    const state = this.state(name);
    if (!from.includes(state)) throw new Error(`task ${name} is ${state} and can not become ${to}`);
    this.#states.set(name, to);
  }

  #in(state: TaskState): readonly string[] {
    return [...this.#states].filter(([, current]) => current === state).map(([name]) => name);
  }

  #task(name: string): Task {
    const task = this.#tasks.get(name);
    if (task === undefined) throw new Error(`there is no task ${name}`);
    return task;
  }
}

/** The same tasks for taking down: each after those that came after it. Ranks, when given, turn round too. */
export function reversed(tasks: readonly Task[]): readonly Task[] {
  const dependants = dependantsOf(tasks);
  const highest = Math.max(0, ...tasks.map((task) => task.rank ?? 0));
  return [...tasks].reverse().map((task) => ({
    ...task,
    after: dependants.get(task.name) ?? [],
    ...(task.rank === undefined ? {} : { rank: highest - task.rank }),
  }));
}

function dependantsOf(tasks: readonly Task[]): Map<string, string[]> {
  const dependants = new Map<string, string[]>(tasks.map((task) => [task.name, []]));
  for (const task of tasks) for (const other of new Set(task.after)) dependants.get(other)?.push(task.name);
  return dependants;
}

/** What a task of unknown duration counts as: the mean of the known ones, and 1 where none is known. */
export function usualSeconds(tasks: readonly Task[]): number {
  const known = tasks.flatMap((task) => (task.seconds === undefined ? [] : [task.seconds]));
  return known.length === 0 ? 1 : known.reduce((sum, seconds) => sum + seconds, 0) / known.length;
}

/** The longest path of tasks, each after the one before it: no number at once makes the whole shorter. */
export function longestPath(tasks: readonly Task[]): readonly Task[] {
  const dependants = dependantsOf(tasks);
  const remaining = remainingPaths(tasks, dependants);
  const longest = (names: readonly string[]): string | undefined =>
    [...names].sort((a, b) => (remaining.get(b) ?? 0) - (remaining.get(a) ?? 0))[0];
  const path: Task[] = [];
  let next = longest(tasks.map((task) => task.name));
  while (next !== undefined) {
    const name = next;
    path.push(...tasks.filter((task) => task.name === name));
    next = longest(dependants.get(name) ?? []);
  }
  return path;
}

function remainingPaths(
  tasks: readonly Task[],
  dependants: ReadonlyMap<string, readonly string[]>,
): Map<string, number> {
  const usual = usualSeconds(tasks);
  const own = new Map(tasks.map((task) => [task.name, task.seconds ?? usual]));
  const remaining = new Map<string, number>();
  const visit = (name: string, path: readonly string[]): number => {
    const circle = path.indexOf(name);
    if (circle >= 0) throw new Error(`tasks in a circle: ${[...path.slice(circle), name].join(" -> ")}`);
    const found = remaining.get(name);
    if (found !== undefined) return found;
    const after = (dependants.get(name) ?? []).map((dependant) => visit(dependant, [...path, name]));
    const seconds = (own.get(name) ?? 0) + Math.max(0, ...after);
    remaining.set(name, seconds);
    return seconds;
  };
  for (const task of tasks) visit(task.name, []);
  return remaining;
}
