// A figure as an exhibit: the drawing and the words that go with it.

/** `svg` is a whole document that stands alone; the page sets it inline. */
export interface Figure {
  exhibit: string;
  title: string;
  /** What to see, in a sentence or two. */
  caption: string;
  svg: string;
}
