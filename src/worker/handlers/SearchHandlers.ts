import { SearchRpcs } from "../../domain/rpc/SearchRpcs.ts"
import { Search } from "../../services/search/Search.ts"
import { using } from "../calls.ts"

export const SearchHandlers = SearchRpcs.toLayer({
  "search.find": (query) => using(Search, (search) => search.find(query)),
})
