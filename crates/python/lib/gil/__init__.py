# gil: helpers of this playground's own. See gil.playground.
