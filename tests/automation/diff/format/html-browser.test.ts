import fc from "fast-check";
import { expect, test } from "vitest";
import { html } from "../../../../automation/diff/format/html";
import { visible } from "../../../../automation/diff/format/words";
import { describeInBrowser, type Tab, type TabOptions } from "../../../support/browser";
import * as documents from "./documents";

const { HOSTILE, dangerous, document, environment, resource, stack, update } = documents;

describeInBrowser("in a real browser", (browser) => {
  const page = html(dangerous);
  const count = (tab: Tab, selector: string) =>
    tab.evaluate<number>(`document.querySelectorAll(${JSON.stringify(selector)}).length`);
  const text = (tab: Tab, selector: string) =>
    tab.evaluate<string>(`document.querySelector(${JSON.stringify(selector)}).textContent`);
  /** Names of the changes that are there to see, what is folded aside. */
  const shown = (tab: Tab) =>
    tab.evaluate<string[]>(
      `[...document.querySelectorAll(".change .name")].filter((one) => !one.closest("[hidden]")).map((one) => one.textContent)`,
    );
  const focused = (tab: Tab) =>
    tab.evaluate<string>(
      `[document.activeElement.localName, document.activeElement.name, document.activeElement.textContent].join(" ")`,
    );

  test.each<[string, TabOptions]>([
    ["in a light room", {}],
    ["in a dark room", { dark: true }],
    ["on a telephone", { width: 390 }],
  ])("axe finds nothing that shuts anybody out: %s", async (_, options) => {
    const tab = await browser().open(page, options);
    await tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    const { violations, passes } = await tab.axe();
    expect(violations).toEqual([]);
    expect(passes).toEqual(expect.arrayContaining(["color-contrast", "region", "heading-order"]));
    expect(await tab.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    expect({ asked: tab.requests, complaints: tab.complaints }).toEqual({ asked: [], complaints: [] });
  });

  test("whatever a head calls things is text: nothing of it runs, is asked for, or leaves its place", async () => {
    const tab = await browser().open(html(documents.hostile));
    const attributes = `[...document.querySelectorAll("*")].flatMap((one) => one.getAttributeNames())`;
    const names = await tab.evaluate<string[]>(`[...new Set(${attributes})]`);
    expect(names.filter((name) => name.startsWith("on") || name === "style" || name === "srcdoc")).toEqual(
      [],
    );
    expect(await count(tab, "script")).toBe(1);
    expect(await count(tab, "img, iframe, object, embed, link, base, audio, video, template")).toBe(0);
    expect(await tab.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    const links = await tab.evaluate<string[]>(`[...document.links].map((one) => one.getAttribute("href"))`);
    expect(
      links.filter(
        (one) => !/^#[a-z0-9-]+$/.test(one) && one !== "https://evil.example/?a=b%20mail@evil.example",
      ),
    ).toEqual([]);
    const called = await tab.evaluate<string[]>(
      `[...document.querySelectorAll(".change .name")].map((one) => one.textContent)`,
    );
    for (const one of HOSTILE.filter((given) => given.trim() !== "")) expect(called).toContain(visible(one));
    await tab.evaluate(`document.querySelectorAll("details").forEach((one) => { one.open = true; })`);
    expect({ asked: tab.requests, complaints: tab.complaints, dialogs: tab.dialogs }).toEqual({
      asked: [],
      complaints: [],
      dialogs: [],
    });
  });

  test("makes the same elements of any text", async () => {
    const syntax = fc.constantFrom(
      ..."<>&\"'`=/!-[]?;# \n\ta\u202e".split(""),
      "</",
      "<!--",
      "-->",
      "]]>",
      "<svg",
      "&#",
      "</style>",
      "</script>",
    );
    const texts = fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc.string({ unit: syntax, minLength: 1, maxLength: 30 }),
    );
    const given = fc.sample(
      texts.filter((one) => visible(one).trim() !== ""),
      { numRuns: 80, seed: 7 },
    );
    const of = (one: string) => {
      const change = resource("replace", one, one, [{ ...update(one, "", "", true), kind: "add" }], {
        component: one,
        from: one,
      });
      const told = {
        kind: "policy-weaker",
        severity: "high",
        stack: one,
        message: "m",
        advice: one,
      } as const;
      const at = [
        stack(one, [change]),
        stack("failed", [], { status: "failed", failure: "m", needs: [one] }),
      ];
      const whole = html({ ...document([environment(one, at, { risks: [told] })]), platform: `x${one}` });
      return whole.replace(/<style>[^]*?<\/style>/, "").replace(/<script>\s"use[^]*<\/script>/, "");
    };
    const tab = await browser().open("<!doctype html><title>shapes</title>");
    const shapes = await tab.evaluate<string[]>(
      `${JSON.stringify(["plain", ...given].map(of))}.map((one) => {
          const all = [...new DOMParser().parseFromString(one, "text/html").querySelectorAll("*")];
          return all.filter(({ localName }) => localName !== "br").map((one) => one.localName + one.getAttributeNames()).join(" ");
        })`,
    );
    const other = ["plain", ...given].filter((_, index) => shapes[index] !== shapes[0]);
    expect(other).toEqual([]);
    expect(shapes[0]).toContain("details");
  });

  test("is whole without its script: no filter, every change and its values", async () => {
    const tab = await browser().open(page, { script: false });
    expect(await tab.evaluate(`document.getElementById("filter").checkVisibility()`)).toBe(false);
    expect(await shown(tab)).toHaveLength(6);
    await tab.evaluate(`document.querySelector(".change.replace summary").focus()`);
    await tab.press("Enter");
    expect(
      await tab.evaluate(`document.querySelector(".change.replace .properties").checkVisibility()`),
    ).toBe(true);
  });

  test("is filtered by keyboard, and says how many are left", async () => {
    const tab = await browser().open(page);
    expect(await text(tab, "#count")).toBe("6 changes");
    expect(await tab.evaluate(`document.getElementById("count").getAttribute("role")`)).toBe("status");
    await tab.press("Tab");
    expect(await focused(tab)).toBe("a  Skip to the changes");
    await tab.press("Enter");
    for (let i = 0; i < 20 && !(await focused(tab)).startsWith("input text"); i++) await tab.press("Tab");
    expect(await focused(tab)).toBe("input text ");
    expect(await tab.evaluate(`getComputedStyle(document.activeElement).outlineWidth`)).toBe("3px");
    await tab.type("REDRIVE maxreceive");
    await tab.until(`document.getElementById("count").textContent !== "6 changes"`);
    expect(await text(tab, "#count")).toBe("1 of 6 changes shown");
    expect(await shown(tab)).toEqual(["orders"]);
    expect(
      await tab.evaluate(`[...document.querySelectorAll(".stack")].filter((one) => !one.hidden).length`),
    ).toBe(1);
    await tab.press("Escape");
    await tab.until(`document.getElementById("count").textContent === "6 changes"`);
    for (let i = 0; i < 9 && !(await focused(tab)).startsWith("input kind"); i++) await tab.press("Tab");
    await tab.press(" ");
    await tab.until(`document.getElementById("count").textContent !== "6 changes"`);
    expect(await text(tab, "#count")).toBe("5 of 6 changes shown");
    expect(await shown(tab)).not.toContain("orders-dlq");
  });

  test("is filtered by stack, environment and risk, and leaves out what an environment that is not asked for has", async () => {
    const tab = await browser().open(html(documents.tuned));
    const choose = async (name: string, value: string, left: string) => {
      await tab.evaluate(
        `(() => { const one = document.querySelector("[name=${name}]"); one.value = ${JSON.stringify(value)}; one.dispatchEvent(new Event("input", { bubbles: true })); })()`,
      );
      await tab.until(`document.getElementById("count").textContent === ${JSON.stringify(left)}`);
    };
    await tab.evaluate(`document.querySelector(".change details").open = true`);
    const rows = `[...document.querySelectorAll(".change tbody tr")].filter((one) => one.checkVisibility()).map((one) => one.textContent)`;
    expect(await tab.evaluate<string[]>(rows)).toHaveLength(4);
    await choose("in", "1", "1 change");
    await tab.until(`${rows}.length === 2`);
    expect((await tab.evaluate<string[]>(rows)).join()).toContain("staging-payments");
    await choose("risk", "any", "0 of 1 change shown");
    await choose("risk", "", "1 change");
    await choose("stack", "s1", "1 change");
    const risky = await browser().open(page);
    await risky.evaluate(
      `(() => { const f = document.getElementById("filter"); f.risk.value = "high"; f.dispatchEvent(new Event("input")); })()`,
    );
    await risky.until(`document.getElementById("count").textContent === "1 of 6 changes shown"`);
    expect(await shown(risky)).toEqual(["primary"]);
  });

  test("leads from the drawing to a stack and from a risk to its change, also to one that is filtered out", async () => {
    const tab = await browser().open(page);
    await tab.evaluate(`document.querySelector("[name=text]").value = "orders"`);
    await tab.evaluate(`document.getElementById("filter").dispatchEvent(new Event("input"))`);
    await tab.until(`document.getElementById("count").textContent === "2 of 6 changes shown"`);
    await tab.evaluate(`document.querySelector("svg a[href='#s1']").focus()`);
    await tab.press("Enter");
    await tab.until(`location.hash !== "" && document.getElementById("count").textContent === "6 changes"`);
    expect(await text(tab, ":target h3")).toContain("data");
    await tab.evaluate(`document.querySelector("#risks a[href^='#c']").click()`);
    await tab.until(`document.querySelector(":target")?.matches(".change")`);
    expect(await tab.evaluate(`document.querySelector(":target .properties").checkVisibility()`)).toBe(true);
  });

  test("is printed whole, without what only a screen has a use for", async () => {
    const tab = await browser().open(page, { script: false, dark: true });
    await tab.send("Emulation.setEmulatedMedia", { media: "print" });
    const height = (selector: string) =>
      tab.evaluate<number>(
        `document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect().height`,
      );
    expect(await height(".change.replace .properties")).toBeGreaterThan(20);
    expect(await height("nav")).toBe(0);
    expect(await tab.evaluate(`getComputedStyle(document.body).backgroundColor`)).toBe("rgb(255, 255, 255)");
    expect(await tab.evaluate(`getComputedStyle(document.querySelector(".properties td")).fontSize`)).toBe(
      "10.3125px",
    );
    expect((await tab.pdf()).subarray(0, 5).toString()).toBe("%PDF-");
  });

  test("of thousands of resources is opened, searched and unfolded", async () => {
    const tab = await browser().open(html(document(documents.huge.environments.slice(0, 1))));
    const all = `${await count(tab, ".change")} changes`;
    expect(await text(tab, "#count")).toBe(all);
    await tab.evaluate(`document.querySelector("[name=text]").value = "queue-59 service-39"`);
    await tab.evaluate(`document.getElementById("filter").dispatchEvent(new Event("input"))`);
    await tab.until(`document.getElementById("count").textContent !== ${JSON.stringify(all)}`);
    expect(await shown(tab)).toEqual(["queue-59"]);
  });
});
