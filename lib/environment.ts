import { z } from "zod";

const databaseUrl = "should be a Postgres address such as postgres://user:password@host:5432/cartulary";
const sessionSecret = "should be at least 32 random characters, such as `openssl rand -hex 32` prints";

const environment = z.object({
  DATABASE_URL: z.string(databaseUrl).regex(/^postgres(ql)?:\/\//, databaseUrl),
  SESSION_SECRET: z.string(sessionSecret).min(32, sessionSecret),
  LOG_LEVEL: z
    .enum(
      ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
      "should be info, warn, error, debug or silent",
    )
    .default("info"),
});

export type Environment = z.infer<typeof environment>;

/** The settings of this process. Throws one sentence per variable that is missing or wrong: its name and what it should be. */
export function readEnvironment(variables: Record<string, string | undefined> = process.env): Environment {
  const parsed = environment.safeParse(variables);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const missing = variables[name] === undefined ? "is not set (`npm start` sets it for you): it " : "";
    return `${name} ${missing}${issue.message}.`;
  });
  throw new Error(sentences.join("\n"));
}
