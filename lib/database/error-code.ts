/** SQLSTATE of a statement that a unique index refused. */
export const uniqueViolation = "23505";
/** SQLSTATE of a statement that waited too long for a lock. */
export const lockTimeout = "55P03";

/** Whether a thrown value carries this code: a SQLSTATE, or a system error's such as `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
