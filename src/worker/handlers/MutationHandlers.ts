import { MutationRpcs } from "../../domain/rpc/MutationRpcs.ts"
import { WriteThrough } from "../../services/sync/WriteThrough.ts"
import { using } from "../calls.ts"

export const MutationHandlers = MutationRpcs.toLayer({
  mutate: ({ mutations }) => using(WriteThrough, (service) => service.apply(mutations)),
})
