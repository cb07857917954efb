#!/usr/bin/env node
import { refuseOldNode } from './oldNode.mjs'

refuseOldNode()
// Loaded afterwards, because an old Node cannot read it.
void import('./suites.mjs').then((suites) => suites.test(process.argv.slice(2)))
