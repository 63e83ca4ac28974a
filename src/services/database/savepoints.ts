import { Effect } from "effect"

/**
 * Sets savepoints and goes back to them. One that could not be set is none to go back to: trying would hide why it could
 * not.
 */
export const savepoints = <E1, E2>(
  set: (name: string) => Effect.Effect<unknown, E1>,
  goBack: (name: string) => Effect.Effect<void, E2>,
) => {
  const known = new Set<number>()
  const nameOf = (id: number) => `nested_${id}`
  return {
    savepoint: (_: unknown, id: number) =>
      Effect.suspend(() => {
        known.delete(id)
        return Effect.map(set(nameOf(id)), () => void known.add(id))
      }),
    rollbackSavepoint: (_: unknown, id: number) =>
      Effect.suspend(() => (known.has(id) ? goBack(nameOf(id)) : Effect.void)),
  }
}
