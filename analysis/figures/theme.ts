// How the study's figures look: colours, dashes and symbols of the methods, inks and fonts.
//
// The paper's coding, in the colour-blind safe hues of Okabe & Ito: one colour per kin (LoRA and CoLA, cLA and c3LA …),
// a dash or a hollow symbol for the chained one. Colours are presentation attributes in the SVG, so that the file
// stands alone; the page turns them for a dark ground by `darkOf`.
import type { Hue, MethodCard, Shape } from "../../adapters/mod.ts";

/** How one method is drawn. `dash` is "" for a solid line; `hollow` symbols go with dashes. */
export interface Series {
  colour: string;
  dash: string;
  shape: Shape;
  hollow: boolean;
}

/** The inks of all figures, on a light ground. */
export const ink = {
  text: "#24211d",
  muted: "#6f6a61",
  faint: "#ded8cc",
  paper: "#fffdf9",
} as const;

/** Sans serif for labels, as installed; no font is fetched. */
export const fontFamily =
  "'Inter', 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'Noto Sans', sans-serif";

const colours: Readonly<Record<Hue, string>> = {
  black: "#1b1917",
  blue: "#0068b5",
  vermilion: "#cf4a0a",
  green: "#008a66",
  pink: "#bf4f98",
  orange: "#dd9500",
  purple: "#6b42a8",
  brown: "#8a5a2b",
  teal: "#00798c",
  rose: "#c2185b",
  indigo: "#3949ab",
  olive: "#6b7a00",
  grey: "#88827a",
};

/** How a method is drawn: its row's hue and symbol, a chain dashed, a control dotted. */
export function series({ mark, chainOf, family }: MethodCard): Series {
  const dash = family === "control" ? "1.5 3" : chainOf === null ? "" : "5 3";
  return { colour: colours[mark.hue], shape: mark.shape, dash, hollow: dash !== "" };
}

/** What each colour of the figures becomes on a dark ground. */
export const darkOf: Readonly<Record<string, string>> = {
  [ink.text]: "#ece7dd",
  [ink.muted]: "#a39c90",
  [ink.faint]: "#3b3833",
  [ink.paper]: "#1a1917",
  [colours.black]: "#f6f1e7",
  [colours.blue]: "#62b3f0",
  [colours.vermilion]: "#ff8a57",
  [colours.green]: "#35c99d",
  [colours.pink]: "#ee95cd",
  [colours.orange]: "#f4bb45",
  [colours.purple]: "#b797f2",
  [colours.brown]: "#cf9a6b",
  [colours.teal]: "#4dc3d6",
  [colours.rose]: "#ff7fa8",
  [colours.indigo]: "#9aa8ff",
  [colours.olive]: "#bccb4a",
  [colours.grey]: "#9d968b",
};

/** Terrain of a landscape, low to high: deep water, shallows, meadow, sand, snow; lightness only rises. */
const terrain = ["#0f2b46", "#17506f", "#2b7f8c", "#6faf97", "#bdd0a0", "#efe3bd", "#fdf9ef"];

/** The terrain's colour at `share` in [0, 1], mixed linearly between its stops. */
export function terrainAt(share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (terrain.length - 1);
  const index = Math.min(Math.floor(place), terrain.length - 2);
  const [low, high] = [channels(terrain[index] as string), channels(terrain[index + 1] as string)];
  return "#" + low.map((value, channel) => {
    const mixed = value + (place - index) * ((high[channel] as number) - value);
    return Math.round(mixed).toString(16).padStart(2, "0");
  }).join("");
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16));
}
