// Trains a cell in a process of its own: the job comes as JSON in the first argument, outputs go out as JSON.
import process from "node:process";
import { train } from "../../stages/train.ts";
import { runStage } from "../support/stage_work.ts";

const { folder, ...job } = JSON.parse(process.argv[2] ?? "");
process.stdout.write(JSON.stringify(await runStage(train, folder, job)));
