// The generated part of docs/engines.md: what was found on each engine, one row for each thing.
import { figure } from "../report/table.ts";
import type { Finding, Group } from "./finding.ts";

/** One engine, looked at twice in two processes. */
export interface Looked {
  readonly engine: string;
  /** Version and device. */
  readonly about: string;
  readonly first: readonly Finding[];
  readonly second: readonly Finding[];
}

/** Where the generated part begins and ends. */
export const marks = { begin: "<!-- engines:table -->", end: "<!-- /engines:table -->" } as const;

const titles: Readonly<Record<Group, string>> = {
  kernels: "Kernels",
  models: "Models",
  methods: "Methods",
};

/** The text between the marks. `head` are lines of a list: command, date, machine. */
export function enginesPart(head: readonly string[], looked: readonly Looked[]): string {
  const about = looked.map(({ engine, about }) => `- ${engine}: ${about}`);
  const groups = Object.keys(titles) as Group[];
  return [
    marks.begin,
    "",
    ...head.map((line) => `- ${line}`),
    ...about,
    "",
    ...groups.flatMap((group) => groupLines(group, looked)),
    ...failureLines(looked),
    marks.end,
  ].join("\n");
}

function groupLines(group: Group, looked: readonly Looked[]): string[] {
  const names = [...new Set(looked.flatMap(({ first }) => namesIn(first, group)))];
  if (names.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rows = names.map((name) => line([name, ...looked.map((one) => cell(one, group, name))]));
  return [
    `### ${titles[group]}`,
    "",
    line([group, ...looked.map(({ engine }) => engine)]),
    line(["---", ...looked.map(() => "---:")]),
    line(["all", ...looked.map((one) => summary(one, group))]),
    ...rows,
    "",
  ];
}

function namesIn(findings: readonly Finding[], group: Group): string[] {
  return findings.filter((finding) => finding.group === group).map(({ name }) => name);
}

function find(findings: readonly Finding[], group: Group, name: string): Finding | undefined {
  return findings.find((finding) => finding.group === group && finding.name === name);
}

/** `pass 1.2e-7 = 0.31 ms`. */
function cell({ first, second }: Looked, group: Group, name: string): string {
  const [one, two] = [find(first, group, name), find(second, group, name)];
  if (one === undefined) return "–";
  const same = one.digest === two?.digest ? "=" : "≠";
  const time = figure(Math.min(one.milliseconds, two?.milliseconds ?? Infinity));
  return `${one.verdict} ${error(one)} ${same} ${time} ms`;
}

function error(finding: Finding): string {
  if (finding.error === null || !Number.isFinite(finding.error)) return "–";
  return finding.error === 0 ? "0" : finding.error.toExponential(1);
}

function summary({ first, second }: Looked, group: Group): string {
  const own = first.filter((finding) => finding.group === group);
  const passed = own.filter(({ verdict }) => verdict === "pass").length;
  const same =
    own.filter(({ name, digest }) => find(second, group, name)?.digest === digest).length;
  const seconds = own.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
  return `${passed} of ${own.length} pass, ${same} =, ${figure(seconds)} s`;
}

function failureLines(looked: readonly Looked[]): string[] {
  const lines = looked.flatMap(({ engine, first }) =>
    first.filter(({ verdict }) => verdict === "fail")
      .map(({ name, message = "" }) => `- ${engine}, ${name}: ${message || "beyond its tolerance"}`)
  );
  return lines.length === 0 ? [] : ["### What fails", "", ...lines, ""];
}
