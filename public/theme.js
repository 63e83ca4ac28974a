// before the first paint, so that nothing flashes; src/ui/preferences/looks.ts goes on from here
try {
  for (const name of ["theme", "contrast", "density", "text"]) {
    const chosen = localStorage.getItem(`openchat:${name}`)
    if (/^(?:light|dark|more|compact|small|larger?)$/.test(chosen))
      document.documentElement.dataset[name] = chosen
  }
} catch {
  // without storage the page is as it is for everybody
}
