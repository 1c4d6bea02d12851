// A number of places that work takes in the order of its priority.

/** Places for work; `take` waits for one. */
export interface Slots {
  /** Gives the function that frees the place. Higher priority first, then first come. */
  take(priority?: number): Promise<() => void>;
  /** Lets everybody pass from now on: those who waited look at what stopped the run. */
  open(): void;
}

interface Waiting {
  readonly priority: number;
  readonly start: () => void;
}

/** Slots for `count` at once. */
export function makeSlots(count: number): Slots {
  let free = count;
  const queue: Waiting[] = [];
  const next = () => {
    while (free > 0 && queue.length > 0) {
      free--;
      takeBest(queue)?.start();
    }
  };
  const release = once(() => {
    free++;
    next();
  });
  return {
    take(priority = 0) {
      return new Promise((resolve) => {
        queue.push({ priority, start: () => resolve(release()) });
        next();
      });
    },
    open() {
      free = Infinity;
      next();
    },
  };
}

function takeBest(queue: Waiting[]): Waiting | undefined {
  let best = 0;
  queue.forEach((waiting, i) => {
    if (waiting.priority > (queue[best]?.priority ?? -Infinity)) best = i;
  });
  return queue.splice(best, 1)[0];
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
