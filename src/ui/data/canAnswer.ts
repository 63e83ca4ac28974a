import { useProviders } from "./useProviders.ts"

/** Whether anything can answer; undefined until the database has said so. */
export const canAnswer = (): boolean | undefined =>
  useProviders()
    .providers()
    ?.some(({ model, models }) => model !== null || models.length > 0)
