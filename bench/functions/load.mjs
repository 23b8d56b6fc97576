// Loads one bundle in this process, and says how long that took: what a cold start adds to the runtime's own.
const started = performance.now();
const { handler } = await import(process.argv[2]);
const ms = performance.now() - started;
if (typeof handler !== "function") throw new Error(`${process.argv[2]} exports no handler`);
process.stdout.write(String(ms));
