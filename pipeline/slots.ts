// A number of places that work takes in the order of its priority.

/** Places for work; `take` waits for one. */
export interface Slots {
  /** Gives the function that frees the place. Higher priority first, then first come. */
  take(priority?: number): Promise<() => void>;
  /** Limits no more, when the run stops: all that wait go on, and find it stopped. */
  open(): void;
}

/** Slots for `count` at once. */
export function makeSlots(count: number): Slots {
  let free = count;
  const queue = makeQueue();
  const next = () => {
    while (free > 0) {
      const start = queue.take();
      if (start === undefined) return;
      free--;
      start();
    }
  };
  const release = once(() => {
    free++;
    next();
  });
  return {
    take(priority = 0) {
      return new Promise((resolve) => {
        queue.add(priority, () => resolve(release()));
        next();
      });
    },
    open() {
      free = Infinity;
      next();
    },
  };
}

/** First come, first served within a priority: there are few priorities, and thousands may wait. */
function makeQueue() {
  const lines = new Map<number, { readonly starts: (() => void)[]; gone: number }>();
  return {
    add(priority: number, start: () => void): void {
      const line = lines.get(priority) ?? { starts: [], gone: 0 };
      line.starts.push(start);
      lines.set(priority, line);
    },
    take(): (() => void) | undefined {
      const priority = Math.max(...lines.keys());
      const line = lines.get(priority);
      const start = line?.starts[line.gone++];
      if (line?.gone === line?.starts.length) lines.delete(priority);
      return start;
    },
  };
}

/** Makes functions that free a place, each of which does it once however often it is called. */
function once(free: () => void): () => () => void {
  return () => {
    let done = false;
    return () => {
      if (!done) free();
      done = true;
    };
  };
}
