// The page's style sheet: one column to read, exhibits wider, light and dark, and on paper.
import { darkOf, ink } from "../figures/theme.ts";

const colours: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  paper: [ink.paper, darkOf[ink.paper] as string],
  raised: ["#f5f1e8", "#24221f"],
  text: [ink.text, darkOf[ink.text] as string],
  muted: [ink.muted, darkOf[ink.muted] as string],
  rule: [ink.faint, darkOf[ink.faint] as string],
  accent: ["#17506f", "#7cc4de"],
  first: ["#d6e8e2", "#1e443c"],
  second: ["#e9eee4", "#2b3730"],
  third: ["#f3f0e4", "#302f28"],
  good: ["#1f7a5c", "#4cc79c"],
  warm: ["#b4430c", "#ff9a68"],
};

/** All rules of the page. Browsers without `light-dark()` get the light colours. */
export function styleSheet(): string {
  return [light(), either(), drawings(), text, exhibits, furniture, print].join("\n");
}

function light(): string {
  const rules = Object.entries(colours).map(([name, [day]]) => `--${name}:${day}`);
  return `:root{${rules.join(";")}}`;
}

function either(): string {
  const rules = Object.entries(colours).map(([name, [day, night]]) =>
    `--${name}:light-dark(${day},${night})`
  );
  return `@supports (color:light-dark(#000,#fff)){:root{color-scheme:light dark;${
    rules.join(";")
  }}}`;
}

/** Drawings carry light colours as attributes; each is turned to its twin on a dark ground. */
function drawings(): string {
  const rules = Object.entries(darkOf).flatMap(([day, night]) =>
    ["fill", "stroke"].map((paint) =>
      `svg [${paint}="${day}"],svg[${paint}="${day}"]{${paint}:light-dark(${day},${night})}`
    )
  );
  return rules.join("\n") + "\nsvg .paper{fill:none!important}";
}

const text = `
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--text);font:17px/1.58 Charter,"Bitstream Charter","Iowan Old Style","Palatino Linotype",Palatino,"Source Serif 4",Georgia,"Liberation Serif","Noto Serif",serif;font-kerning:normal;font-variant-numeric:oldstyle-nums;hanging-punctuation:first}
main,header,footer{width:min(1060px,100% - 48px);margin-inline:auto}
p{max-width:66ch;margin:.7em 0;text-wrap:pretty}
h1,h2,h3{line-height:1.16;text-wrap:balance;font-weight:600}
h1{font-size:clamp(32px,4.6vw,50px);letter-spacing:-.018em;margin:.28em 0 .35em;max-width:18ch}
h2{font-size:29px;letter-spacing:-.01em;margin:2.6em 0 .3em;padding-top:.7em;border-top:1px solid var(--rule)}
h3{font:600 16px/1.3 Inter,"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif;margin:0}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.18em}
:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:2px}
.claim{font-size:21px;line-height:1.45;max-width:50ch;margin:0 0 1.2em}
.eyebrow,nav,table,.take,dl.facts,#inspector,button,.label{font-family:Inter,"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif;font-variant-numeric:tabular-nums lining-nums}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
`;

const exhibits = `
.exhibit{margin:2.2em 0 2.8em;scroll-margin-top:64px}
.exhibit figcaption p{font-size:15.5px;line-height:1.5;color:var(--muted);margin:.3em 0 1em;max-width:76ch}
.scroll,.drawing{position:relative;overflow-x:auto}
.drawing svg{display:block;width:100%;min-width:720px;height:auto}
table{border-collapse:collapse;font-size:13px;line-height:1.3;min-width:100%;border-block:1.5px solid var(--text)}
th,td{padding:7px 9px;text-align:left;vertical-align:baseline;border-bottom:1px solid var(--rule)}
tbody tr:last-child>*{border-bottom:0}
thead th{font-weight:600;white-space:nowrap;vertical-align:bottom;border-bottom:1px solid var(--text)}
thead .groups th,thead .groups td{font-weight:400;color:var(--muted);border-bottom:0;padding-bottom:0;font-size:12px}
.stacked th,.stacked td{padding-inline:7px}
.stacked th:first-child{padding-left:0}
tbody th{font-weight:600}
tbody th small{display:block;font-weight:400;color:var(--muted);font-size:11.5px}
td.number,th.number{text-align:right;white-space:nowrap}
td.text{text-align:left}
.starts{border-left:1px solid var(--rule)}
td small{color:var(--muted);font-size:11px}
.stacked td small{display:block}
table:not(.stacked) td small{margin-left:.45em}
td .change{color:var(--warm)}
td.best{background:var(--first)}td.second{background:var(--second)}td.third{background:var(--third)}
td.best>.n{font-weight:700}
td.best>.n::before,td.second>.n::before,td.third>.n::before{color:var(--accent);font-size:9.5px;font-weight:700;margin-right:.35em;vertical-align:.35em}
td.best>.n::before{content:"1st" / ""}td.second>.n::before{content:"2nd" / ""}td.third>.n::before{content:"3rd" / ""}
td.tone{white-space:nowrap}td.tone::before{content:"" / "";display:inline-block;width:8px;height:8px;border-radius:50%;margin-right:.55em;border:1.5px solid var(--muted)}
td.good::before{background:var(--good);border-color:var(--good)}td.bad::before{background:var(--warm);border-color:var(--warm)}td.mixed::before{background:linear-gradient(90deg,var(--good) 50%,#0000 50%);border-color:var(--good)}
td:target{outline:2px solid var(--warm);outline-offset:-2px}
tbody tr:hover>*{background-image:linear-gradient(#8881,#8881)}
.k{margin-right:.18em}
.take{font-size:12px;margin:.6em 0 0}.take a{margin-right:1em;color:var(--muted)}
`;

const furniture = `
header{padding-top:52px;display:grid;grid-template-columns:minmax(0,1.9fr) minmax(230px,1fr);column-gap:64px}
header>*{grid-column:1}header>.facts{grid-column:2;grid-row:2/4;align-self:end}
.eyebrow{display:flex;align-items:center;gap:12px;font-size:14px;color:var(--muted)}
.eyebrow svg{width:26px;height:30px}
.eyebrow b{color:var(--text)}
dl.facts{display:grid;gap:9px;margin:0 0 1.9em;border-top:1px solid var(--rule);padding-top:12px;font-size:14px;line-height:1.4}
dl.facts div{display:grid;grid-template-columns:92px 1fr;gap:10px}
dl.facts dt{color:var(--muted)}dl.facts dd{margin:0}
nav{position:sticky;top:0;z-index:2;background:var(--paper);border-block:1px solid var(--rule);margin-top:2em;font-size:13.5px}
nav ul{display:flex;flex-wrap:wrap;gap:4px 22px;list-style:none;margin:0 auto;padding:10px 0;width:min(1060px,100% - 48px);align-items:center}
nav a{color:inherit;text-decoration:none}nav a:hover{text-decoration:underline}
nav li:last-child{margin-left:auto}
button{font-size:12.5px;color:inherit;background:none;border:1px solid var(--rule);border-radius:4px;padding:3px 9px;cursor:pointer}
ol.findings{padding-left:1.3em;max-width:70ch;margin-top:1em}ol.findings li{margin:.65em 0;padding-left:.25em}
ol.findings li::marker{color:var(--accent);font-weight:600}
dl.methods{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:2px 36px;font-size:15.5px;line-height:1.4}
dl.methods div{display:grid;grid-template-columns:52px 92px 1fr;gap:8px;padding:7px 0;border-bottom:1px solid var(--rule)}
dl.methods dt{display:contents;font-weight:600}dl.methods dd{margin:0;color:var(--muted)}
dl.methods svg{width:52px;height:20px}
dl.notes div{display:grid;grid-template-columns:190px 1fr;gap:4px 26px;padding:9px 0;border-bottom:1px solid var(--rule);font-size:16px}
dl.notes dt{font-weight:600}dl.notes dd{margin:0;max-width:66ch;overflow-wrap:anywhere}
summary{cursor:pointer;margin:1.4em 0 .8em}
th[data-sort]{cursor:pointer}
th[aria-sort]::after{content:" ↑" / "";color:var(--accent)}th[aria-sort=descending]::after{content:" ↓" / ""}
td[data-value]{cursor:help}
#inspector{position:fixed;inset:auto 16px 16px auto;max-width:min(560px,100% - 32px);background:var(--raised);color:var(--text);border:1px solid var(--rule);border-radius:6px;padding:12px 42px 12px 16px;font-size:12.5px;line-height:1.5;box-shadow:0 6px 28px #0003;z-index:3}
#inspector[hidden]{display:none}
#inspector b{display:block;font-size:13px}#inspector pre{margin:.4em 0 0;font-size:11.5px;white-space:pre-wrap;color:var(--muted);max-height:30vh;overflow:auto}
#inspector button{position:absolute;top:8px;right:8px}
footer{color:var(--muted);font-size:14.5px;padding:3em 0 4em}
@media (max-width:760px){header{display:block}nav{position:static}body{font-size:16px}dl.notes div{grid-template-columns:1fr}}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
`;

const print = `
@page{size:A4 landscape;margin:14mm}
@media print{:root{color-scheme:light}body{font-size:11pt}nav,.take,#inspector,details.numbers{display:none}
main,header,footer{width:100%}header{padding-top:0}.scroll,.drawing{overflow:visible}.drawing svg{min-width:0}
.exhibit{break-inside:avoid;margin:1em 0}h2,h3{break-after:avoid}h2{margin-top:1.4em}table{font-size:8.5pt}td,th{padding:4px 5px}
td,tr,svg *{print-color-adjust:exact;-webkit-print-color-adjust:exact}a{color:inherit;text-decoration:none}}
`;
