/** @param ending the last characters of a key; empty where it is too short to show any; null if there is none */
export const keyWords = (ending: string | null): string => {
  if (ending === null) return "no key"
  return ending === "" ? "has a key" : `key ends in ${ending}`
}
