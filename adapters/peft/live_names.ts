// Names of modules where a library's own differ from those in its files: `peft` writes the former.
//
// transformers 5 renamed ViT's modules and maps them back when it saves a model; `peft` does not. So an
// adapter made under version 4 has the files' names, one made under version 5 has these.

type Renaming = readonly (readonly [RegExp, string])[];

/** In the files' names → in transformers 5, by `model_type`; what is not listed is the same in both. */
const renamings: Readonly<Record<string, Renaming>> = {
  vit: [
    [/(^|\.)encoder\.layer\./, "$1layers."],
    [/\.attention\.attention\.query(?=\.|$)/, ".attention.q_proj"],
    [/\.attention\.attention\.key(?=\.|$)/, ".attention.k_proj"],
    [/\.attention\.attention\.value(?=\.|$)/, ".attention.v_proj"],
    [/\.attention\.output\.dense(?=\.|$)/, ".attention.o_proj"],
    [/\.intermediate\.dense(?=\.|$)/, ".mlp.fc1"],
    [/(\.layers\.\d+)\.output\.dense(?=\.|$)/, "$1.mlp.fc2"],
  ],
};

/** The name in the files, and the one of transformers 5 where that is another. */
export function liveNames(architecture: string, name: string): readonly string[] {
  const live = (renamings[architecture] ?? []).reduce(
    (renamed, [from, to]) => renamed.replace(from, to),
    name,
  );
  return live === name ? [name] : [name, live];
}
