// A figure as HTML: the SVG inline, with its title and caption.
import type { Figure } from "../figures/figure.ts";
import { escape } from "../markup.ts";

/** The drawing in a `<figure>`; wide ones scroll on a narrow screen. */
export function figureHtml({ exhibit, title, caption, svg }: Figure): string {
  return `<figure class="exhibit" id="${exhibit}"><figcaption><h3>${escape(title)}</h3>` +
    `<p>${escape(caption)}</p></figcaption>` +
    `<div class="drawing" role="region" tabindex="0" aria-label="${
      escape(title)
    }">${svg}</div></figure>`;
}
