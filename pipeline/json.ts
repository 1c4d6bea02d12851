// The values that parameters, records and events are made of.

/** What JSON can say; numbers are finite and not -0 wherever a key is made of them. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json };
