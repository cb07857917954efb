import { create } from 'zustand'
import type { CompanySettings } from '../../../domain/company.ts'
import { api, reading } from '../../api/index.ts'

export const companyList = reading(['routes', 'connectors'], () => api.companies.list({}))

/** Reads without parameters share this one input. */
export const everything = {}

/** The place of a company that has no id yet. */
export const newCompany = 'new'

export const emptyCompany: CompanySettings = { name: '', entries: [] }

/** What a person has typed and not saved, by company; it outlives a look at another screen. */
const useDrafts = create<Readonly<Record<string, CompanySettings | undefined>>>()(() => ({}))

export const useDraft = (id: string): CompanySettings | undefined => useDrafts((all) => all[id])
export const keepDraft = (id: string, draft: CompanySettings | undefined): void => useDrafts.setState({ [id]: draft })
