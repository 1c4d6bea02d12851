// How the study's figures look: colours, dashes and symbols of the methods, inks and fonts.
//
// The paper's coding, in the colour-blind safe hues of Okabe & Ito: one colour per kin (LoRA and CoLA, cLA and c3LA …),
// a dash or a hollow symbol for the chained one. Colours are presentation attributes in the SVG, so that the file
// stands alone; the page turns them for a dark ground by `darkOf`.

/** Shapes of Observable Plot's symbol channel. */
export type Shape = "circle" | "square" | "triangle" | "diamond" | "star" | "plus" | "hexagon";

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

const hues = {
  black: "#1b1917",
  blue: "#0068b5",
  vermilion: "#cf4a0a",
  green: "#008a66",
  pink: "#bf4f98",
  orange: "#dd9500",
  purple: "#6b42a8",
  grey: "#88827a",
} as const;

const seriesOf: Readonly<Record<string, Series>> = {
  fft: solid(hues.black, "star"),
  lora: solid(hues.blue, "circle"),
  cola: dashed(hues.blue, "circle"),
  asym: solid(hues.vermilion, "square"),
  rac: dashed(hues.vermilion, "square"),
  loraplus: solid(hues.orange, "plus"),
  paca: solid(hues.purple, "hexagon"),
  cla: solid(hues.green, "triangle"),
  c3la: dashed(hues.green, "triangle"),
  rcla: solid(hues.pink, "diamond"),
  rc3la: dashed(hues.pink, "diamond"),
  head: { colour: hues.grey, dash: "1.5 3", shape: "circle", hollow: true },
};

function solid(colour: string, shape: Shape): Series {
  return { colour, shape, dash: "", hollow: false };
}

function dashed(colour: string, shape: Shape): Series {
  return { colour, shape, dash: "5 3", hollow: true };
}

/** The style of a method; unknown ones are drawn as the control is. */
export function series(method: string): Series {
  return seriesOf[method] ?? (seriesOf["head"] as Series);
}

/** What each colour of the figures becomes on a dark ground. */
export const darkOf: Readonly<Record<string, string>> = {
  [ink.text]: "#ece7dd",
  [ink.muted]: "#a39c90",
  [ink.faint]: "#3b3833",
  [ink.paper]: "#1a1917",
  [hues.black]: "#f6f1e7",
  [hues.blue]: "#62b3f0",
  [hues.vermilion]: "#ff8a57",
  [hues.green]: "#35c99d",
  [hues.pink]: "#ee95cd",
  [hues.orange]: "#f4bb45",
  [hues.purple]: "#b797f2",
  [hues.grey]: "#9d968b",
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
