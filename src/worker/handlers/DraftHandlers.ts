import { DraftRpcs } from "../../domain/rpc/DraftRpcs.ts"
import { Drafts } from "../../services/chat/Drafts.ts"
import { using } from "../calls.ts"

export const DraftHandlers = DraftRpcs.toLayer({
  "drafts.adopt": (query) => using(Drafts, (drafts) => drafts.adopt(query)),
  "drafts.put": (draft) => using(Drafts, (drafts) => drafts.put(draft)),
})
