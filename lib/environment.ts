import { z } from "zod";

const databaseUrl = "should be a Postgres address such as postgres://user:password@host:5432/cartulary";
const mostInFlight = "should be a whole number from 1 to 10000";
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
  /**
   * Commands, and apart from them pages and reads, that one process works on at once. On two cores actions peak at 16 and pages at
   * 2 (500/s and 75/s beside other work); twice the peak also keeps a database busy that is a network away.
   */
  MOST_IN_FLIGHT: z.coerce
    .number(mostInFlight)
    .int(mostInFlight)
    .min(1, mostInFlight)
    .max(10_000, mostInFlight)
    .default(32),
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
