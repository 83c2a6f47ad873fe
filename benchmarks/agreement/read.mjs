// A reader from npm: reads one path per line from stdin, and writes a line of JSON for each to stdout.
// node read.mjs FOLDER-WITH-NODE_MODULES READER
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const [, , folder, name] = process.argv
const required = createRequire(`${folder}/package.json`)
const imported = path => import(pathToFileURL(`${folder}/node_modules/${path}`))
for (const level of ['log', 'info', 'warn', 'error', 'debug']) console[level] = () => {}

const READERS = {
  async retorquere () {
    const { parse } = await imported('@retorquere/bibtex-parser/dist/esm/index.js')
    const options = { sentenceCase: false, english: false, caseProtection: false, unsupported: 'ignore' }
    const person = who => ({ literal: who.name, family: who.lastName, given: who.firstName, 'dropping-particle': who.prefix })
    return text => parse(text, options).entries.map(({ key, fields }) => ({
      key, fields: { ...fields, author: undefined }, names: (fields.author ?? []).map(person)
    }))
  },
  async 'citation-js' () {
    const { plugins } = required('@citation-js/core')
    required('@citation-js/plugin-bibtex')
    const options = { forceType: '@bibtex/text', generateGraph: false }
    return text => plugins.input.chain(text, options).map(csl => ({ key: csl['citation-key'] ?? csl.id, csl }))
  },
  async 'biblatex-csl-converter' () {
    const { BibLatexParser, CSLExporter } = await imported('biblatex-csl-converter/lib/index.mjs')
    const options = { processUnexpected: true, processUnknown: true }
    return text => Object.values(new BibLatexParser(text, options).parse().entries).map(entry => {
      try {
        return { key: entry.entry_key, csl: new CSLExporter({ 1: entry }).parse()[1] }
      } catch { // it refuses entries with an undefined macro
        return { key: entry.entry_key }
      }
    })
  }
}

const read = await READERS[name]()
for await (const path of createInterface({ input: process.stdin })) {
  let answer
  try {
    answer = read(readFileSync(path, 'utf8'))
  } catch (error) {
    answer = { error: String(error) }
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
