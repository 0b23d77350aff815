export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { openDoors } = await import("./lib/open-doors");
  openDoors();
}
