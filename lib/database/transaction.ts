import { setImmediate as nextTurn } from "node:timers/promises";
import type postgres from "postgres";

/**
 * Runs `work` in a transaction: committed when it resolves, rolled back when it throws, lost when the connection breaks.
 *
 * `sql.begin` alone is not enough. When its connection breaks, the driver goes on to send what the work asks for next,
 * and the rollback after it: into a closed socket, which ends the process, or on the pool's next connection, outside of any
 * transaction or inside somebody else's. So a transaction whose connection is gone sends nothing more: here its work
 * stops for ever at its next step, and the caller gets the connection's error. The same holds within `tx.savepoint`.
 */
export async function transaction<Result>(
  sql: postgres.Sql,
  work: (tx: postgres.TransactionSql) => Promise<Result>,
): Promise<Result> {
  const state = { isOver: false };
  try {
    return (await sql.begin(untilOver(state, work))) as Result;
  } finally {
    state.isOver = true;
  }
}

const never = new Promise<never>(() => {});

interface State {
  readonly isOver: boolean;
}

type Work<Result> = (tx: postgres.TransactionSql) => Promise<Result>;

function untilOver<Result>(state: State, work: Work<Result>): Work<Result> {
  return async (tx) => {
    try {
      const result = await work(whileOpen(tx, state));
      return state.isOver ? await never : result;
    } catch (error) {
      // A statement fails a moment before its connection is known to be closed.
      await nextTurn();
      return state.isOver ? await never : Promise.reject(error);
    }
  };
}

function whileOpen(tx: postgres.TransactionSql, state: State): postgres.TransactionSql {
  const check = (): void => {
    if (state.isOver) throw new Error("This transaction is over.");
  };
  return new Proxy(tx, {
    apply(target, self, args) {
      check();
      return Reflect.apply(target, self, args) as unknown;
    },
    get(target, name, receiver) {
      check();
      if (name === "savepoint") return <Result>(work: Work<Result>) => target.savepoint(untilOver(state, work));
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
}
