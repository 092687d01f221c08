//! Elementary functions, sums, products and linear algebra with the same bits everywhere
