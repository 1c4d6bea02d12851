// The project's own lint rules, as deno.json loads them.
import { errorMessage } from "./error_message.ts";
import { fileLength } from "./file_length.ts";
import { frontDoor } from "./front_door.ts";
import { noAmbient } from "./no_ambient.ts";
import { noUnseenCode } from "./no_unseen_code.ts";
import { noWorkAtImport } from "./no_work_at_import.ts";
import { singleImport } from "./single_import.ts";

/** Every rule by the name that a report and an ignore comment use: `cairn/front-door`. */
const plugin: Deno.lint.Plugin = {
  name: "cairn",
  rules: {
    "front-door": frontDoor,
    "single-import": singleImport,
    "no-work-at-import": noWorkAtImport,
    "no-ambient": noAmbient,
    "no-unseen-code": noUnseenCode,
    "error-message": errorMessage,
    "file-length": fileLength,
  },
};

export default plugin;
