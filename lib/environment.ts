import { z } from "zod";

const environment = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "should be a Postgres address such as postgres://user:password@host:5432/cartulary"),
  SESSION_SECRET: z.string().min(32, "should be at least 32 random characters, such as `openssl rand -hex 32` prints"),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], "should be info, warn, error, debug or silent")
    .default("info"),
});

export type Environment = z.infer<typeof environment>;

/** The settings of this process. Throws one sentence per variable that is missing or wrong: its name and what it should be. */
export function readEnvironment(variables: Record<string, string | undefined> = process.env): Environment {
  const parsed = environment.safeParse(variables);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return variables[name] === undefined ? `${name} is not set; \`npm start\` sets it for you.` : `${name} ${issue.message}.`;
  });
  throw new Error(sentences.join("\n"));
}
