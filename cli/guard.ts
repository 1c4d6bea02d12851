// A thread that ends the process within a second of a signal, however busy the main thread is: a large graph, a library
// that computes for long. The main thread hears a signal only between two pieces of work.

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const waitMs = 500;
/** The code of a command that a signal stopped; this thread starts faster for importing nothing. */
const interrupted = 130;

/** Listens; `_exit` is the one call of the C library that ends a process from any of its threads. */
function guard(): void {
  const library = Deno.dlopen("libc.so.6", { _exit: { parameters: ["i32"], result: "void" } });
  const leave = () => library.symbols._exit(interrupted);
  for (const signal of signals) Deno.addSignalListener(signal, () => setTimeout(leave, waitMs));
}

if (import.meta.main) guard();
