"""TransactionPayment: fees of extrinsics, paid to the block author."""
