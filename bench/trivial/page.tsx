"use client";

import { answerNothing } from "./actions";

/** Next keeps only the actions that some page uses. */
export default function TrivialPage() {
  return (
    <button type="button" onClick={() => void answerNothing()}>
      Nothing
    </button>
  );
}
