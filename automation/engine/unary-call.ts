/** Calls of gRPC clients as promises. */
import type { ServiceError } from "@grpc/grpc-js";
import { grpc } from "./sdk";

export type Done<T> = (error: ServiceError | null, response: T) => void;

export function call<T>(start: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, response) => {
      if (error === null) resolve(response);
      else reject(Object.assign(new Error(error.details), { code: error.code, metadata: error.metadata }));
    });
  });
}

/** A call that older packs do not know. */
export async function optional<T>(start: (done: Done<T>) => void): Promise<T | undefined> {
  try {
    return await call(start);
  } catch (error) {
    if ((error as { code?: number }).code === grpc.status.UNIMPLEMENTED) return undefined;
    throw error;
  }
}
