import { expect, test } from "vitest";
import { html, sectionsOf, type Section } from "../../../automation/reports";
import { describeInBrowser } from "../../support/browser";
import { RUN } from "./run-report";

const HOSTILE = `shop/<img src=x onerror="alert(1)">`;
const drawn: Section = {
  kind: "reach",
  heading: "Who reaches whom",
  arrows: [
    { from: "internet", to: HOSTILE, on: "TCP 443", sure: "reaches" },
    { from: HOSTILE, to: "shop/db", on: "TCP 1521", sure: "unknown" },
  ],
};

describeInBrowser("the page of a run in a real browser", (browser) => {
  test.each([
    ["in a light room", {}],
    ["in a dark room on a telephone", { dark: true, width: 390 }],
  ])("shuts nobody out, asks for nothing and runs nothing: %s", async (_, options) => {
    const tab = await browser().open(html(sectionsOf(RUN, [drawn])), options);
    const { violations, passes } = await tab.axe();
    expect(violations).toEqual([]);
    expect(passes).toEqual(expect.arrayContaining(["color-contrast", "region", "svg-img-alt"]));
    expect(await tab.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    expect(await tab.evaluate("getComputedStyle(document.querySelector('.figure')).borderRadius")).toBe(
      "8px",
    );
    expect([...tab.requests, ...tab.complaints, ...tab.dialogs]).toEqual([]);
  });
});
