//! A tape of matrices: reverse and forward mode of any order, checked, printed and counted
