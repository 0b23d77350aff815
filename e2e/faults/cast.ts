import path from "node:path";
import type { Random } from "@/bench/random";
import { Child } from "./children";

/** The processes of a run. */
export interface Cast {
  readonly writers: readonly Child[];
  readonly followers: readonly Child[];
  readonly projectors: readonly Child[];
  readonly shopper: Child;
}

interface Options {
  readonly writers: number;
  /** Addresses of the log that is written to at random, and of the shop. */
  readonly urls: { readonly log: string; readonly shop: string };
  /** Folders for what writers do and for what followers see. */
  readonly histories: string;
  readonly sightings: string;
  readonly random: Random;
}

/** Starts all of them. A writer has a file for each of its lives, a follower one for all. */
export function startCast({ writers, urls, histories, sightings, random }: Options): Cast {
  const start = (
    role: string,
    n: number,
    databaseUrl: string,
    fileOf: (name: string, life: number) => string = () => "",
  ) => {
    const name = `${role}-${n}`;
    return new Child(name, `${role}.ts`, (life) => ({
      databaseUrl,
      file: fileOf(name, life),
      seed: random.upTo(2 ** 31),
    }));
  };
  const inHistories = (name: string, life: number) => path.join(histories, `${name}-${life}.jsonl`);
  const inSightings = (name: string) => path.join(sightings, `${name}.jsonl`);
  return {
    writers: Array.from({ length: writers }, (_, index) => start("writer", index + 1, urls.log, inHistories)),
    followers: [1, 2].map((n) => start("follower", n, urls.log, inSightings)),
    projectors: [1, 2].map((n) => start("projector", n, urls.shop)),
    shopper: start("shopper", 1, urls.shop),
  };
}

/** Lets processes finish. Answers with what was wrong with their ends. */
export async function finishAll(children: readonly Child[]): Promise<string[]> {
  const ends = await Promise.all(children.map((child) => child.finish()));
  return ends.flatMap((trouble) => trouble ?? []);
}
