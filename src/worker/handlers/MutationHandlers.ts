import { MutationRpcs } from "../../domain/rpc/MutationRpcs.ts"
import { Mutations } from "../../services/chat/Mutations.ts"
import { using } from "../Opened.ts"

export const MutationHandlers = MutationRpcs.toLayer({
  mutate: ({ mutations }) => using(Mutations, (service) => service.apply(mutations)),
})
