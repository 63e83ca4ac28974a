/** Reproducible randomness: `OPENCHAT_SEED=n npm test -- kill` repeats a run. */
export const makeRandom = () => {
  const seed = Number(process.env["OPENCHAT_SEED"] ?? Date.now() % 1_000_000)
  console.info(`OPENCHAT_SEED=${seed}`)
  let state = seed
  // https://en.wikipedia.org/wiki/Linear_congruential_generator, Numerical Recipes
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return { below: (limit: number) => Math.floor(next() * limit), chance: (share: number) => next() < share }
}
