// The section on methods: what each one trains, with the sample by which the figures show it.
import type { MethodCard } from "../../adapters/mod.ts";
import { symbol } from "../figures/legend.ts";
import { ink, series } from "../figures/theme.ts";
import { inPaperOrder } from "../methods.ts";
import { escape } from "../markup.ts";

/** A definition list of the methods. */
export function methodsHtml(methods: readonly MethodCard[]): string {
  return `<dl class="methods">${inPaperOrder(methods).map(entry).join("")}</dl>`;
}

function entry(method: MethodCard): string {
  const { label, meaning } = method;
  return `<div><dt>${sample(method)}<span>${escape(label)}</span></dt><dd>${
    escape(meaning)
  }</dd></div>`;
}

function sample(method: MethodCard): string {
  const style = series(method);
  const dash = style.dash === "" ? "" : ` stroke-dasharray="${style.dash}"`;
  return `<svg viewBox="0 0 52 20" aria-hidden="true" fill="${ink.text}"><path d="M2,10h48" stroke="${style.colour}" ` +
    `stroke-width="2"${dash}/>${symbol(style, { x: 26, y: 10 }, 5)}</svg>`;
}
