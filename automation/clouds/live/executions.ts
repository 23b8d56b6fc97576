import { runExecution, type ExecutionResult, type Json } from "../aws/states";
import * as v from "../values";
import type { Derive } from "../derive";
import type { Entity } from "../world/world";
import type { Api } from "./api";
import { textOf, type ApiCall, type Caller, type Service } from "./call";
import type { LiveClock } from "./clock";
import { ServiceError, Unreachable } from "./errors";
import { nameOf, regionOf, type Estate } from "./estate";

/** One execution of a state machine. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly machine: string;
  readonly input: string;
  readonly started: string;
  result: ExecutionResult | undefined;
}

/** The input of an execution (Step Functions quotas, "Maximum input or output size"). */
const inputBytes = 262_144;

const services: Readonly<Record<string, Service>> = {
  lambda: "lambda",
  dynamodb: "dynamodb",
  sns: "sns",
  sqs: "sqs",
  events: "events",
  states: "states",
};

/** Step Functions: executes the state machines that were deployed, as their roles. */
export class Executions {
  private readonly all = new Map<string, Execution>();
  private count = 0;

  constructor(
    private readonly estate: Estate,
    private readonly clock: LiveClock,
    private readonly derive: Derive,
    private readonly api: Api,
  ) {}

  readonly answer = (call: ApiCall): Promise<object> => {
    switch (call.action) {
      case "StartExecution":
        return Promise.resolve(this.start(call));
      case "DescribeExecution":
        return Promise.resolve(this.describe(call));
      default:
        throw new ServiceError("UnknownOperationException", `states ${call.action} is not answered here`);
    }
  };

  /** Executions of a machine, by its name, in the order of their starts. */
  of(machine: string): readonly Execution[] {
    return [...this.all.values()].filter((e) => e.machine === machine || e.machine.endsWith(`:${machine}`));
  }

  private start({ input, region }: ApiCall): object {
    const arn = textOf(input, "stateMachineArn") ?? "";
    const machine = this.estate.get(
      "machine",
      arn,
      region,
      "StateMachineDoesNotExist",
      `State Machine Does Not Exist: '${arn}'`,
    );
    const given = textOf(input, "input") ?? "{}";
    if (Buffer.byteLength(given) > inputBytes)
      throw new ServiceError(
        "InvalidExecutionInput",
        `Invalid Execution Input: 'input' has more than ${String(inputBytes)} bytes`,
      );
    const name = textOf(input, "name") ?? this.derive.uuid(`execution ${String(++this.count)}`);
    const own = `${machine.id.replace(":stateMachine:", ":execution:")}:${name}`;
    const known = this.all.get(own);
    // StartExecution is idempotent while an execution of that name and input runs (AWS Step Functions API reference).
    if (known !== undefined && (known.result !== undefined || known.input !== given))
      throw new ServiceError("ExecutionAlreadyExists", `Execution Already Exists: '${own}'`);
    const execution = known ?? this.run(machine, own, name, parsed(given), given);
    return { executionArn: own, startDate: Date.parse(execution.started) / 1000 };
  }

  private run(machine: Entity, arn: string, name: string, input: Json, text: string): Execution {
    const execution: Execution = {
      arn,
      name,
      machine: machine.id,
      input: text,
      started: this.clock.now().toISOString(),
      result: undefined,
    };
    this.all.set(arn, execution);
    const roleArn = v.text(machine.inputs, "roleArn") ?? "";
    const caller: Caller = { kind: "role", arn: roleArn, by: nameOf(machine) };
    const ended = runExecution(JSON.parse(v.text(machine.inputs, "definition") ?? "{}"), input, {
      call: (action, parameters) =>
        this.clock.busy(() => this.task(action, parameters, caller, regionOf(machine))),
      clock: this.clock,
      execution: { arn, name, stateMachineArn: machine.id, stateMachineName: nameOf(machine), roleArn },
    });
    // While it waits, time passes, so an execution is not at work; its calls are.
    void ended.then(
      (result) => {
        execution.result = result;
      },
      (error: unknown) => {
        this.clock.start(() => Promise.reject(error instanceof Error ? error : new Error(String(error))));
      },
    );
    return execution;
  }

  /** One call of a task: `lambda:invoke`, with the API's own parameters, answered as the API does. */
  private async task(action: string, parameters: object, caller: Caller, region: string): Promise<Json> {
    const [prefix = "", name = ""] = action.split(":");
    const service = services[prefix];
    if (service === undefined) throw new ServiceError("InvalidAction", `${action} is not answered here`);
    const call: ApiCall = {
      service,
      action: `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      input: { ...parameters },
      caller,
      region,
    };
    try {
      return (await this.api.call(call)) as Json;
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      throw new ServiceError("SdkClientException", error.message, 503);
    }
  }

  private describe({ input }: ApiCall): object {
    const arn = textOf(input, "executionArn") ?? "";
    const execution = this.all.get(arn);
    if (!execution) throw new ServiceError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
    const { result } = execution;
    return {
      executionArn: arn,
      stateMachineArn: execution.machine,
      name: execution.name,
      input: execution.input,
      startDate: Date.parse(execution.started) / 1000,
      status: result?.status ?? "RUNNING",
      ...(result?.status === "SUCCEEDED" ? { output: JSON.stringify(result.output) } : {}),
      ...(result !== undefined && result.status !== "SUCCEEDED"
        ? { error: result.error, cause: result.cause }
        : {}),
    };
  }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new ServiceError(
        "InvalidExecutionInput",
        `Invalid State Machine Execution Input: '${error.message}'`,
      );
    throw error;
  }
}
