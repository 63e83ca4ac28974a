/** One of everything that an answer can have in it. */
export const markdownSample = `Here is what I found about **streaming** and _layout_, with \`inline code\` and a [link](https://example.org/page "Title").

# Heading one

A paragraph after a heading. It runs long enough to wrap over several lines on a phone, so that the rhythm of lines and paragraphs can be judged with the eyes.

## Heading two

- First point, with **bold** words
- Second point
  - nested point one
  - nested point two
    1. deeper, numbered
    2. and again
- Third point

1. Step one
2. Step two with code:

   \`\`\`sh
   npm install && npm start
   \`\`\`

3. Step three

- [x] done
- [ ] not done

### Heading three

\`\`\`ts
interface Point {
  readonly x: number
  readonly y: number
}

// how far two points are from each other
export const distance = (a: Point, b: Point): number => {
  const [dx, dy] = [a.x - b.x, a.y - b.y]
  return Math.sqrt(dx ** 2 + dy ** 2) // a comment that goes on for so long that the line has to be scrolled
}
console.log(\`distance: \${distance({ x: 0, y: 0 }, { x: 3, y: 4 })}\`)
\`\`\`

| Engine | Time | Memory | Verdict |
| :----- | ---: | :----: | ------- |
| SQLite | 12 ms | 4 MB | Fast enough for everything that a person types |
| IndexedDB | 48 ms | 9 MB | Works everywhere |

> A quote with _emphasis_ in it.
>
> And a second paragraph of it.

Inline math $a^2 + b^2 = c^2$ costs between $5 and $10, and a display:

$$
\\int_{-\\infty}^{\\infty} e^{-x^2}\\,dx = \\sqrt{\\pi}
$$

![A map of the town](https://images.example.org/map.png)

---

هذا نص عربي يُقرأ من اليمين إلى اليسار، مع كلمة English في وسطه.

Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsverwaltungsgebäudeschlüssel

\`\`\`mermaid
graph LR
  A[Page] --> B[Worker]
  B --> C[(SQLite)]
\`\`\`

That is all.`
