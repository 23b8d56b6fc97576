import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { acquireLock, cancelLock, readLock } from "../../../automation/engine/lock";
import { temporaryFolder } from "./support/project";

const clock = { now: () => new Date(0) };

it.each(["null", "7", '"text"', "{}", '{"pid":"1","host":"h"}', '{"pid":0,"host":"h"}', '{"pid":12', ""])(
  "a lock file that says %j is nobody's: it is taken over, and removed by cancel",
  (text) => {
    const file = path.join(temporaryFolder("lock"), "lock.json");
    fs.writeFileSync(file, text);
    const lock = acquireLock(file, "update", clock);
    expect(lock.tookOver).toBeUndefined();
    expect(readLock(file)).toMatchObject({ pid: process.pid, operation: "update" });
    expect(() => acquireLock(file, "destroy", clock)).toThrow(/locked by .*\n.* for update at 1970/);
    lock.release();
    expect(cancelLock(file)).toBe("none");
    fs.writeFileSync(file, text);
    expect(cancelLock(file)).toBe("removed");
    expect(fs.existsSync(file)).toBe(false);
  },
);
