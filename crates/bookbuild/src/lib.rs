//! Builds the book: numbers, tables and figures from the reports, formulas set offline
